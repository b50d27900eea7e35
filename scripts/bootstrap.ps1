#Requires -Version 5.1
<#
.SYNOPSIS
Makes a bare 64-bit Windows ready for winrepro, then runs the reproduction.

.DESCRIPTION
Looks for Node.js 20.19 or newer, git, a conda client and MSVC's toolset v142 (14.29). What is
missing is installed by winget, or by the Visual Studio Installer where a Visual Studio 2022 is there
already; each is asked for first. Then winrepro's own dependencies are installed and the reproduction
runs. What is there is left alone, so the command can be given again at any time.

No setting of this machine is changed but by those installers: no execution policy, no registry, no
PATH outside of this session.

Exit codes: those of winrepro (0 reproduced, 1 not reproduced, 125 set-up failed, 129 usage, 130
interrupted); 125 also when something is missing here and was not installed. -DryRun ends with 0.

.PARAMETER Yes
Installs without asking.

.PARAMETER DryRun
Says what is there and what would be done, and does nothing.

.PARAMETER Arguments
What winrepro is to do; by default: run numpy-pypy. It works in the folder of the checkout.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File scripts\bootstrap.ps1

.EXAMPLE
powershell -ExecutionPolicy Bypass -File scripts\bootstrap.ps1 -Yes run numpy-pypy --variant pypy-fixed
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [switch]$Yes,

    [switch]$DryRun,

    [Parameter(ValueFromRemainingArguments = $true)]
    [string[]]$Arguments
)

$ErrorActionPreference = 'Stop'
if (-not $Arguments) { $Arguments = @('run', 'numpy-pypy') }

$checkout = Split-Path -Parent $PSScriptRoot
$setUpFailed = 125
$wingetAccepted = @('-e', '--accept-package-agreements', '--accept-source-agreements')
$toolset = 'Microsoft.VisualStudio.Component.VC.14.29.16.11.x86.x64'
$buildTools = '--quiet --wait --norestart --nocache --add Microsoft.VisualStudio.Workload.VCTools --add Microsoft.VisualStudio.Component.VC.14.29.16.11.x86.x64 --includeRecommended'

function Write-Line {
    param([string]$Text)
    Write-Information -MessageData $Text -InformationAction Continue
}

# The path of a program on PATH; nothing when it is not there.
function Find-Program {
    param([string]$Name)
    $found = Get-Command -Name $Name -CommandType Application -ErrorAction SilentlyContinue |
        Select-Object -First 1
    if ($found) { $found.Path }
}

# What a program prints when it is asked for its version; nothing when it does not start.
function Get-ProgramVersion {
    param([string]$Path)
    try {
        $printed = & $Path --version
        if ($LASTEXITCODE -eq 0) { "$($printed | Select-Object -First 1)".Trim() }
    } catch {
        Write-Line "        $Path does not start: $($_.Exception.Message)"
    }
}

function Find-Node {
    $path = Find-Program 'node.exe'
    if (-not $path) { return }
    $version = Get-ProgramVersion $path
    if ($version -notmatch '^v(\d+)\.(\d+)\.') { return }
    $major = [int]$Matches[1]
    $minor = [int]$Matches[2]
    if ($major -gt 20 -or ($major -eq 20 -and $minor -ge 19)) {
        "$version at $path"
    } else {
        Write-Line "        $path is $version, which is too old"
    }
}

function Find-Git {
    $path = Find-Program 'git.exe'
    if (-not $path) { return }
    $version = Get-ProgramVersion $path
    if ($version) { "$version at $path" }
}

# Miniforge's installer puts nothing on PATH, and hosted runners name theirs in CONDA only.
function Find-CondaOffPath {
    $roots = @($env:CONDA)
    foreach ($folder in @($env:USERPROFILE, $env:LOCALAPPDATA, $env:ProgramData)) {
        if ($folder) { $roots += Join-Path $folder 'miniforge3' }
    }
    foreach ($root in $roots) {
        if (-not $root) { continue }
        $path = Join-Path $root 'Scripts\conda.exe'
        if (Test-Path -LiteralPath $path -PathType Leaf) { return $path }
    }
}

# winrepro looks at CONDA_EXE, PATH and MAMBA_EXE itself; what is elsewhere is told to it here.
function Find-Conda {
    foreach ($name in @($env:CONDA_EXE, 'conda', $env:MAMBA_EXE, 'mamba', 'micromamba')) {
        if (-not $name) { continue }
        $path = Find-Program $name
        if ($path) { return $path }
    }
    $path = Find-CondaOffPath
    if ($path) { $env:CONDA_EXE = $path }
    $path
}

# What Visual Studio's own locator answers; nothing when there is no Visual Studio.
function Get-VisualStudio {
    param([string[]]$Question)
    $vswhere = Join-Path ${env:ProgramFiles(x86)} 'Microsoft Visual Studio\Installer\vswhere.exe'
    if (-not (Test-Path -LiteralPath $vswhere -PathType Leaf)) { return }
    & $vswhere -products * -requires Microsoft.VisualStudio.Component.VC.Tools.x86.x64 @Question
}

# The versions of all toolsets with a cl for x64, such as 14.29.30133.
function Get-Toolset {
    foreach ($folder in @(Get-VisualStudio @('-property', 'installationPath'))) {
        if (-not $folder) { continue }
        $tools = Join-Path $folder 'VC\Tools\MSVC'
        if (-not (Test-Path -LiteralPath $tools -PathType Container)) { continue }
        foreach ($one in Get-ChildItem -LiteralPath $tools -Directory) {
            $cl = Join-Path $one.FullName 'bin\Hostx64\x64\cl.exe'
            if (Test-Path -LiteralPath $cl -PathType Leaf) { $one.Name }
        }
    }
}

function Find-Toolset {
    $versions = @(Get-Toolset)
    foreach ($wanted in @('14.29.', '14.16.')) {
        $found = $versions | Where-Object { $_.StartsWith($wanted) } | Select-Object -First 1
        if ($found) { return "toolset $found" }
    }
    if ($versions) {
        Write-Line "        only toolset $($versions -join ', ') is there: with another, the crash may not appear"
    }
}

# The command that installs MSVC. A Visual Studio 2022 that is there already is not touched by
# winget; its own installer adds the component. That one must run as administrator: without, it ends
# with 0 and has done nothing.
function Get-ToolsetCommand {
    $there = Get-VisualStudio @('-latest', '-version', '[17.0,18.0)', '-property', 'installationPath') |
        Select-Object -First 1
    if ($there) {
        $installer = Join-Path ${env:ProgramFiles(x86)} 'Microsoft Visual Studio\Installer\setup.exe'
        return @{
            Program = $installer
            Words = @('modify', '--installPath', $there, '--add', $toolset, '--quiet', '--norestart')
            Elevated = $true
        }
    }
    @{
        Program = 'winget'
        Words = @('install', '--id', 'Microsoft.VisualStudio.2022.BuildTools') + $wingetAccepted +
            @('--override', $buildTools)
    }
}

function Get-WingetCommand {
    param([string]$Id)
    @{ Program = 'winget'; Words = @('install', '--id', $Id) + $wingetAccepted }
}

# Words as they are typed into a command prompt, and as Start-Process needs them.
function Format-Line {
    param([string[]]$Words)
    $typed = foreach ($word in $Words) {
        if ($word -match '[\s,()]') { '"' + $word + '"' } else { $word }
    }
    $typed -join ' '
}

# The meaning of an exit code of the Visual Studio Installer; winget hands some of them on.
function Get-ExitMeaning {
    param([long]$Code)
    switch ($Code) {
        0 { 'it says that all is well' }
        3010 { 'Windows must be restarted' }
        1641 { 'Windows is being restarted' }
        1602 { 'it was cancelled' }
        5003 { 'the download failed' }
        5004 { 'it was cancelled' }
        5005 { 'it did not take its arguments' }
        5007 { 'this machine does not meet its requirements' }
        (-1073741510) { 'it was ended by hand' }
        default { 'see what it printed' }
    }
}

# The exit code of a program that must run as administrator; Windows asks for that.
function Invoke-Elevated {
    param([hashtable]$Command)
    # The Visual Studio Installer does not start in its own folder, and "&" would not wait for it.
    $process = Start-Process -FilePath $Command.Program -ArgumentList (Format-Line $Command.Words) `
        -WorkingDirectory $env:SystemRoot -Verb RunAs -Wait -PassThru
    $process.ExitCode
}

# Installers change the PATH of the machine and of the user; this session has a copy from before.
function Sync-SessionPath {
    $known = @($env:Path -split ';')
    foreach ($scope in @('Machine', 'User')) {
        $stored = [Environment]::GetEnvironmentVariable('Path', $scope)
        foreach ($folder in @("$stored" -split ';')) {
            if ($folder -and $known -notcontains $folder) { $known += $folder }
        }
    }
    $env:Path = $known -join ';'
}

function Confirm-Installation {
    param([string]$Name, [string]$Line)
    if ($Yes) { return $true }
    if ([Console]::IsInputRedirected) {
        throw "$Name is missing and nobody can be asked here: give -Yes, or type: $Line"
    }
    (Read-Host "        Install it? [y/N]") -match '^\s*y'
}

function Install-Prerequisite {
    param([hashtable]$Tool, [hashtable]$Command)
    $name = $Tool.Name
    $line = Format-Line (@($Command.Program) + $Command.Words)
    Write-Line "        installed by: $line"
    if ($DryRun) { return }
    if (-not (Confirm-Installation $name $line)) {
        throw "$name is missing: install it by: ${line}$($Tool.Otherwise)"
    }
    if ($Command.Elevated) {
        $code = Invoke-Elevated $Command
    } else {
        $words = $Command.Words
        & $Command.Program @words
        $code = $LASTEXITCODE
    }
    Sync-SessionPath
    if ($code -eq 1641) {
        throw "Windows is being restarted to finish the installation of ${name}: run this command again after it"
    }
    $found = & $Tool.Find
    if (-not $found) {
        throw "$name is not there after its installer, which ended with code $code ($(Get-ExitMeaning $code)): " +
            'open a new prompt or restart Windows and run this command again, or install it by hand'
    }
    Write-Line "ok      ${name}: $found"
    if ($code -eq 3010) { Write-Line '        Windows wants a restart to finish this; if something fails below, restart first' }
}

function Get-Prerequisite {
    @{
        Name = 'Node.js 20.19 or newer'
        Find = { Find-Node }
        Command = { Get-WingetCommand 'OpenJS.NodeJS.LTS' }
        ByHand = 'download and run the LTS installer (.msi, x64) of https://nodejs.org'
    }
    @{
        Name = 'git'
        Find = { Find-Git }
        Command = { Get-WingetCommand 'Git.Git' }
        ByHand = 'download and run the 64-bit installer of https://git-scm.com/download/win'
    }
    @{
        Name = 'conda, mamba or micromamba'
        Find = { Find-Conda }
        Command = { Get-WingetCommand 'CondaForge.Miniforge3' }
        ByHand = 'download and run Miniforge3-Windows-x86_64.exe of https://conda-forge.org/download'
    }
    @{
        Name = 'MSVC toolset 14.29 or 14.16'
        Find = { Find-Toolset }
        Command = { Get-ToolsetCommand }
        ByHand = "download https://aka.ms/vs/17/release/vs_buildtools.exe and run it with: $buildTools"
        Otherwise = ', or let winrepro take another toolset by: npm start -- run numpy-pypy'
    }
}

function Assert-Windows {
    if ($env:OS -ne 'Windows_NT') { throw 'this is for Windows: elsewhere, "npm start" does it all' }
    if (-not [Environment]::Is64BitOperatingSystem) {
        throw 'the crash is one of 64-bit Windows, and this one has 32 bits: use another machine'
    }
}

# cl and link open no path over 260 characters; those of NumPy's build go deep below the workspace.
function Show-PathAdvice {
    $workspace = $env:WINREPRO_WORKSPACE
    if (-not $workspace) { $workspace = Join-Path $checkout '.winrepro' }
    if ($workspace.Length -le 50) { return }
    Write-Line "note    $workspace is long, and the linker opens no path over 260 characters;"
    Write-Line '        if a build fails on one: $env:WINREPRO_WORKSPACE = "C:\wr" and run this again'
    Write-Line '        (if git itself cannot check out: git config --global core.longpaths true)'
}

function Invoke-Preparation {
    foreach ($tool in @(Get-Prerequisite)) {
        $found = & $tool.Find
        if ($found) {
            Write-Line "ok      $($tool.Name): $found"
            continue
        }
        Write-Line "MISSING $($tool.Name)"
        $command = & $tool.Command
        if ($command.Program -ne 'winget' -or (Find-Program 'winget.exe')) {
            Install-Prerequisite $tool $command
        } elseif ($DryRun) {
            Write-Line "        this Windows has no winget: $($tool.ByHand)"
        } else {
            throw "$($tool.Name) is missing and this Windows has no winget: $($tool.ByHand), then run this command again"
        }
    }
}

# The two programs have the screen to themselves: nothing here reads what they print. The caller finds
# winrepro's exit code in LASTEXITCODE.
function Invoke-Winrepro {
    $node = Find-Program 'node.exe'
    $npm = Join-Path (Split-Path -Parent $node) 'npm.cmd'
    if (-not (Test-Path -LiteralPath $npm -PathType Leaf)) { $npm = Find-Program 'npm.cmd' }
    if (-not $npm) { throw "there is no npm beside ${node}: install Node.js anew with its own installer" }
    # Installs and builds what is needed. Not npm.ps1, which swallows the two dashes.
    $setUp = @('--silent', 'start', '--', '--version')
    & $npm @setUp
    if ($LASTEXITCODE -ne 0) {
        throw 'the dependencies of winrepro could not be installed or built (the reason is above): mend it and run this command again'
    }
    # Not by npm, whose batch file asks "Terminate batch job" at Ctrl-C.
    & $node dist\cli\main.js @Arguments
}

$place = Get-Location
try {
    Assert-Windows
    Set-Location -LiteralPath $checkout
    Invoke-Preparation
    Show-PathAdvice
    if ($DryRun) {
        Write-Line 'would   install the dependencies of winrepro and build it: npm start -- --version'
        Write-Line "would   run: node dist\cli\main.js $(Format-Line $Arguments)"
        $code = 0
    } else {
        Invoke-Winrepro
        $code = $LASTEXITCODE
    }
} catch {
    [Console]::Error.WriteLine("bootstrap: $($_.Exception.Message)")
    $code = $setUpFailed
} finally {
    Set-Location -LiteralPath $place.Path
}
exit $code
