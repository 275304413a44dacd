# Every check and every test. With arguments: pytest alone, on what they name (scripts\test.ps1 tests\rules -k tie).
. (Join-Path $PSScriptRoot "prepare.ps1")

Invoke-Prepare "test"

$env:QT_QPA_PLATFORM = "offscreen"
if (-not $env:PYTHONHASHSEED) { $env:PYTHONHASHSEED = "0" }

if ($args.Count -gt 0) {
    & $VenvPython -m pytest --config-file (Join-Path $Root "pyproject.toml") --rootdir $Root @args
    exit $LASTEXITCODE
}

$failed = @()
Push-Location $Root
try {
    $checks = [ordered]@{
        ruff    = @("-m", "ruff", "check", "--quiet", ".")
        mypy    = @("-m", "mypy")
        imports = @("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
        pytest  = @("-m", "pytest", "-n", "2")
    }
    foreach ($name in $checks.Keys) {
        $words = $checks[$name]
        & $VenvPython @words
        if ($LASTEXITCODE -ne 0) { $failed += $name }
    }
} finally {
    Pop-Location
}
if ($failed) {
    [Console]::Error.WriteLine("failed: $failed")
    exit 1
}
