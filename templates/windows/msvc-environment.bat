@echo off
rem Sets up one toolset of Visual Studio and prints all variables (src/system/msvc-environment.ts).
rem Called as: cmd /d /u /c .\msvc-environment.bat TOOLSET, with vcvarsall.bat in a variable. /u makes
rem echo and set print UTF-16LE, so that no letter of a path is lost and no code page is changed.
call "%WINREPRO_VCVARSALL%" x64 -vcvars_ver=%1 1>&2
if errorlevel 1 exit /b 1
echo === winrepro: the variables follow ===
set
