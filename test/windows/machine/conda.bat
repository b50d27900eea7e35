@REM Calls conda.exe of the same installation, as conda's own does.
@"%~dp0..\Scripts\conda.exe" %*
@EXIT /B %errorlevel%
