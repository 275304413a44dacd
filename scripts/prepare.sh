# shellcheck shell=bash
# Sourced by run and test. `prepare PURPOSE` makes sure that everything the purpose needs is installed, once:
# Python packages from uv.lock into .venv (by a pinned uv in .venv-tools), libraries of the system with apt-get.
# PURPOSE: cli · window-PLATFORM · test, where PLATFORM is a Qt platform (xcb, wayland, offscreen).
# Exit status 3: something is missing that only the administrator can install; the message names the packages.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
venv="$root/.venv"
tools="$root/.venv-tools"
export PYTHONPATH="$root" # the code runs from the checkout, whatever directory we are called from
unset VIRTUAL_ENV PYTHONHOME

say() { printf '%s\n' "$@" >&2; }

announced=
announce() { # once, and only when something will really be installed
    [ -n "$announced" ] || say "首次使用，正在安装所需组件，请稍候……  First start: installing what is missing …"
    announced=yes
}

prepare() {
    local key stamp="$venv/.ready/$1"
    key=$(cat "$root"/uv.lock "$root"/scripts/{prepare.sh,qt_libraries.py,uv.txt} | sha256sum)
    [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return 0

    mkdir -p "$tools" || exit 3
    exec 9>"$tools/lock"
    flock 9 # two first starts at once take turns
    install_packages_of_the_system "$1"
    sync_python_packages "$1" "$key"
    mkdir -p "$venv/.ready"
    printf '%s\n' "$key" >"$stamp"
    exec 9>&-
}

# --- the system ------------------------------------------------------------------------------------------------

install_packages_of_the_system() {
    find_missing "$1"
    [ ${#missing[@]} -eq 0 ] && [ ${#useful[@]} -eq 0 ] && return 0
    if become_root; then
        announce
        apt_install "${missing[@]}" "${useful[@]}" || apt_install "${missing[@]}" || true
        find_missing "$1" # Python may only be there now, and with it the means to look for the rest
        [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}" || true
        find_missing "$1"
    fi
    [ ${#missing[@]} -eq 0 ] && return 0
    say "" "缺少系统软件包，无法继续。请管理员执行下面的命令，然后重新运行：" \
        "Packages of the system are missing. Ask the administrator to run this, then start again:" "" \
        "    apt-get install ${missing[*]}" ""
    [ -s "$tools/apt.log" ] && become_root && tail -n 5 "$tools/apt.log" >&2
    exit 3
}

# Sets python, missing (cannot go on without) and useful (tests are better with).
find_missing() {
    missing=() useful=()
    find_python || { missing=(python3 python3-venv) && return 0; }
    has_uv || can_install_uv || missing+=("$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')")
    case "$OSTYPE:$1" in
        linux*:window-*) mapfile -t -O ${#missing[@]} missing < <(qt_packages "${1#window-}") ;;
        linux*:test)
            mapfile -t -O ${#missing[@]} missing < <(qt_packages offscreen)
            command -v Xvfb >/dev/null || useful=(xvfb xauth)
            become_root && mapfile -t -O ${#useful[@]} useful < <(qt_packages xcb)
            ;;
    esac
    return 0
}

qt_packages() { "$python" -B "$root/scripts/qt_libraries.py" "$1"; }

find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
        # Asked by running it: a shim of pyenv may stand for a version that is not there.
        python=$("$name" -c 'import ctypes, ssl, sys
assert (3, 11) <= sys.version_info < (3, 15)
print(sys.executable)' 2>/dev/null) && return 0
    done
    return 1
}

become_root() {
    as_root=()
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

apt_install() {
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    {
        "${apt[@]}" update
        "${apt[@]}" install -y --no-install-recommends "$@"
    } >>"$tools/apt.log" 2>&1 </dev/null
}

# --- Python packages -------------------------------------------------------------------------------------------

has_uv() { [ "$(cat "$tools/uv.txt" 2>/dev/null)" = "$(cat "$root/scripts/uv.txt")" ] && [ -x "$tools/bin/uv" ]; }

can_install_uv() { "$python" -m pip --version >/dev/null 2>&1 || "$python" -c 'import ensurepip' 2>/dev/null; }

install_uv() {
    local with="$python"
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv "$tools/pip" && with="$tools/pip/bin/python" || return 1
    fi
    # --target is our own folder, so an "externally managed" Python has no objection.
    PIP_ROOT_USER_ACTION=ignore "$with" -m pip install --quiet --quiet --no-input --disable-pip-version-check \
        --only-binary :all: --require-hashes --upgrade --target "$tools" --requirement "$root/scripts/uv.txt" &&
        cp "$root/scripts/uv.txt" "$tools/uv.txt"
}

sync_python_packages() {
    local groups=(--no-dev) uv="$tools/bin/uv"
    # A checkout that has the tests' packages keeps them: the window must not take them away again.
    { [ "$1" = test ] || compgen -G "$venv/lib/python3*/site-packages/pytest/__init__.py" >/dev/null; } && groups=(--group dev)
    [ "$(cat "$venv/.ready/packages" 2>/dev/null)" = "${groups[*]} $2" ] && return 0

    announce
    has_uv || install_uv || fail_to_install
    [ -w "${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$tools/cache"
    export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$venv"
    "$venv/bin/python" -c 'import sys; assert (3, 11) <= sys.version_info < (3, 15)' 2>/dev/null ||
        "$uv" venv --quiet --clear --python "$python" "$venv" || fail_to_install
    install_locked || fail_to_install
    # Bytecode once, here: PYTHONDONTWRITEBYTECODE may keep every later start from doing it.
    "$venv/bin/python" -m compileall -q "$root"/{db,yingcai_desktop,ui} >/dev/null || true
    mkdir -p "$venv/.ready"
    printf '%s\n' "${groups[*]} $2" >"$venv/.ready/packages"
}

install_locked() {
    if [ -z "${PIP_INDEX_URL:-}" ]; then
        "$uv" sync --quiet --frozen --project "$root" "${groups[@]}" --compile-bytecode --python "$venv/bin/python"
        return
    fi
    # Behind a mirror: the same versions and hashes, fetched from the index that pip is told to use.
    "$uv" export --quiet --frozen --project "$root" "${groups[@]}" --no-emit-project --output-file "$tools/locked.txt" >/dev/null &&
        "$uv" pip sync --quiet --require-hashes --compile-bytecode --default-index "$PIP_INDEX_URL" \
            --python "$venv/bin/python" "$tools/locked.txt"
}

fail_to_install() {
    say "" "Python 组件没有装好：多半是连不上软件包服务器，或磁盘已满。原因见上面的英文信息；排除后重新运行即可，已装好的部分不会丢。" \
        "The Python packages could not be installed; the lines above say why. Start again when it is mended."
    exit 3
}
