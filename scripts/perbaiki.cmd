@pushd "%TEMP%" & powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" perbaiki & pause & exit
