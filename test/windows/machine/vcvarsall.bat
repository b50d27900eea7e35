@echo off
rem Called as: vcvarsall.bat x64 -vcvars_ver=14.29.30133. To cmd an equals sign parts two arguments.
set "VCToolsVersion=%3"
set "VCToolsInstallDir=%~dp0..\..\Tools\MSVC\%3\"
if not exist "%VCToolsInstallDir%bin\Hostx64\x64\cl.exe" exit /b 1
set "PATH=%VCToolsInstallDir%bin\Hostx64\x64;%PATH%"
set "INCLUDE=%VCToolsInstallDir%include"
set "LIB=%VCToolsInstallDir%lib\x64"
echo [vcvarsall.bat] Environment initialized for: '%1'
