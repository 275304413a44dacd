# Open the window, or hand the arguments to the command line: scripts\run.ps1 · scripts\run.ps1 demo --out DIR
. (Join-Path $PSScriptRoot "prepare.ps1")

Invoke-Prepare "run"

# -P: nothing in the current directory may be taken for a module of ours.
& $VenvPython -P -m yingcai_desktop @args
exit $LASTEXITCODE
