# Dot-sourced by run.ps1 and test.ps1. Invoke-Prepare makes sure that the Python packages of uv.lock are in .venv, once,
# installed by a pinned uv in .venv-tools. Exit status 3: Python itself is missing, or the packages cannot be fetched.
# Windows needs no other libraries: the wheels bring them.

$ErrorActionPreference = "Stop"
$Root = Split-Path -Parent $PSScriptRoot
$Venv = Join-Path $Root ".venv"
$Tools = Join-Path $Root ".venv-tools"
$VenvPython = Join-Path $Venv "Scripts\python.exe"
$Uv = Join-Path $Tools "bin\uv.exe"
$env:PYTHONPATH = $Root # the code runs from the checkout, whatever directory we are called from
$env:PYTHONUTF8 = "1"
Remove-Item Env:VIRTUAL_ENV, Env:PYTHONHOME -ErrorAction SilentlyContinue

function Stop-Preparing([string[]] $Lines) {
    $Lines | ForEach-Object { [Console]::Error.WriteLine($_) }
    exit 3
}

function Invoke-Checked([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        Stop-Preparing @(
            "Python 组件没有装好：多半是连不上软件包服务器，或磁盘已满。原因见上面的英文信息；排除后重新运行即可。",
            "The Python packages could not be installed; the lines above say why. Start again when it is mended.")
    }
}

function Find-Python {
    $check = "import ssl, sys; assert (3, 11) <= sys.version_info < (3, 15); print(sys.executable)"
    $candidates = @(@("py", "-3.11"), @("py", "-3.12"), @("py", "-3.13"), @("py", "-3.14"), @("python"))
    foreach ($candidate in $candidates) {
        if (-not (Get-Command $candidate[0] -ErrorAction SilentlyContinue)) { continue }
        $words = @($candidate | Select-Object -Skip 1) + @("-c", $check)
        # Windows PowerShell turns what a program writes to its error stream into an exception when it is redirected.
        $ErrorActionPreference = "SilentlyContinue"
        $found = & $candidate[0] @words 2>$null
        $ErrorActionPreference = "Stop"
        if ($LASTEXITCODE -eq 0 -and $found) { return "$found".Trim() }
    }
    Stop-Preparing @(
        "没有找到 Python 3.11 或更新的版本。请先安装（64 位），然后重新运行。",
        "Python 3.11 or newer was not found. Install it (64 bit), then start again.")
}

function Get-Key {
    $files = "uv.lock", "scripts\prepare.ps1", "scripts\uv.txt" | ForEach-Object { Join-Path $Root $_ }
    return (Get-FileHash -Algorithm SHA256 -Path $files | ForEach-Object { $_.Hash }) -join "-"
}

function Test-Stamp([string] $Path, [string] $Key) {
    return (Test-Path $Path) -and ((Get-Content -Raw $Path).Trim() -eq $Key)
}

function Install-Uv([string] $Python) {
    $wanted = Join-Path $Root "scripts\uv.txt"
    $have = Join-Path $Tools "uv.txt"
    if ((Test-Path $Uv) -and (Test-Path $have) -and ((Get-FileHash $have).Hash -eq (Get-FileHash $wanted).Hash)) { return }
    Invoke-Checked $Python @("-m", "pip", "install", "--quiet", "--quiet", "--no-input", "--disable-pip-version-check",
        "--only-binary", ":all:", "--require-hashes", "--upgrade", "--target", $Tools, "--requirement", $wanted)
    Copy-Item $wanted $have
}

# $Purpose: run or test.
function Invoke-Prepare([string] $Purpose) {
    $groups = @("--no-dev")
    # A checkout that has the tests' packages keeps them: the window must not take them away again.
    if ($Purpose -eq "test" -or (Test-Path (Join-Path $Venv "Lib\site-packages\pytest"))) { $groups = @("--group", "dev") }
    $stamp = Join-Path $Venv ".ready\packages"
    $key = "$groups " + (Get-Key)
    if ((Test-Path $VenvPython) -and (Test-Stamp $stamp $key)) { return }

    [Console]::Error.WriteLine("首次使用，正在安装所需组件，请稍候……  First start: installing what is missing ...")
    $python = Find-Python
    New-Item -ItemType Directory -Force $Tools | Out-Null
    Install-Uv $python
    $env:UV_PYTHON_DOWNLOADS = "never"
    $env:UV_PROJECT_ENVIRONMENT = $Venv
    if (-not (Test-Path $VenvPython)) { Invoke-Checked $Uv @("venv", "--quiet", "--clear", "--python", $python, $Venv) }
    if ($env:PIP_INDEX_URL) {
        # Behind a mirror: the same versions and hashes, fetched from the index that pip is told to use.
        $locked = Join-Path $Tools "locked.txt"
        Invoke-Checked $Uv (@("export", "--quiet", "--frozen", "--project", $Root) + $groups + @("--no-emit-project", "--output-file", $locked))
        Invoke-Checked $Uv @("pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--default-index", $env:PIP_INDEX_URL,
            "--python", $VenvPython, $locked)
    } else {
        Invoke-Checked $Uv (@("sync", "--quiet", "--frozen", "--project", $Root) + $groups + @("--compile-bytecode", "--python", $VenvPython))
    }
    & $VenvPython -m compileall -q (Join-Path $Root "db") (Join-Path $Root "yingcai_desktop") (Join-Path $Root "ui") | Out-Null
    New-Item -ItemType Directory -Force (Join-Path $Venv ".ready") | Out-Null
    Set-Content -Path $stamp -Value $key
}
