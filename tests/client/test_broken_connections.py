"""The way to the server fails: reads are repeated, writes are settled, and what stays broken is said."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from canned import Canned, Reply, Ticking, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.client import connect
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network

LABELS: dict[str, object] = {"results": [{"name": "a"}]}
BROKEN = {
    "500": Reply({"message": "Internal error"}, 500),
    "502": Reply("<html>Bad gateway</html>", 502),
    "503": Reply("<html>Unavailable</html>", 503),
    "504": Reply("<html>Gateway timeout</html>", 504),
    "html": Reply("<html><title>One moment</title></html>"),
    "truncated JSON": Reply(b'{"results": [{"na'),
    "empty": Reply(b""),
    "reset before the answer": Reply(cut="before"),
    "reset inside the answer": Reply(LABELS, cut="middle"),
    "edge 404": Reply("<html>404</html>", 404, {"X-Cache": "Error from cloudfront"}),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_a_read_is_repeated_until_it_succeeds(canned: Canned, flavor: Flavor, reply: Reply) -> None:
    canned.play(reply, reply, Reply(LABELS))
    with client_for(canned.url, flavor) as client:
        assert client.labels("7") == ("a",)
        assert client.sent == 3


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_a_read_that_never_succeeds_says_why_after_a_few_attempts(canned: Canned, reply: Reply) -> None:
    canned.otherwise = lambda seen: reply
    with client_for(canned.url) as client, pytest.raises(errors.ServerError) as caught:
        client.labels("7")
    assert not isinstance(caught.value, errors.Lost)
    assert caught.value.request == "GET /api/v2/pages/7/labels"
    assert len(canned.log) == 3


def test_once_the_server_has_answered_it_gets_more_patience(canned: Canned, ticking: Ticking) -> None:
    canned.play(Reply(LABELS), *[Reply(cut="before")] * 4, Reply(LABELS))
    with client_for(canned.url, clock=ticking.clock) as client:
        client.labels("7")
        assert client.labels("7") == ("a",)
    assert sum(ticking.slept) == 0.5 + 1.0 + 2.0 + 4.0


def test_a_late_answer_is_a_lost_one(canned: Canned) -> None:
    canned.play(Reply(LABELS, delay=0.6), Reply(LABELS))
    with client_for(canned.url, network=Network(timeout=0.3)) as client:
        assert client.labels("7") == ("a",)
        canned.play(*[Reply(LABELS, delay=0.6)] * 5)
        with pytest.raises(errors.Unreachable, match="did not answer in time"):
            client.labels("7")


def test_a_refused_connection_is_unreachable_for_reads_and_writes_alike(flavor: Flavor) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with client_for(url, flavor) as client:
            with pytest.raises(errors.Unreachable, match="refuses the connection"):
                client.labels("7")
            with pytest.raises(errors.Unreachable, match="refuses the connection"):
                client.add_labels("7", ["a"])
            with pytest.raises(errors.Unreachable, match="refuses the connection"):
                client.trash("7")  # nothing was sent, so nothing is lost


def test_a_host_without_an_address_is_named() -> None:
    with (
        client_for("http://confluence.invalid") as client,
        pytest.raises(errors.Unreachable, match="has no address") as caught,
    ):
        client.labels("7")
    assert "confluence.invalid" in caught.value.message


def test_a_proxy_that_is_down_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://ann:hunter2@127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://ann:hunter2@127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    with (
        client_for("http://wiki.example.org") as client,
        pytest.raises(errors.Unreachable, match="proxy") as caught,
    ):
        client.labels("7")
    assert "hunter2" not in repr(caught.value) + str(caught.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody has signed."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


@pytest.fixture
def encrypted(certificate: tuple[Path, Path]) -> Iterator[Canned]:
    server = Canned()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    yield server
    server.server.shutdown()
    server.server.server_close()


def test_an_unknown_certificate_is_refused_at_once_and_ca_bundle_named(encrypted: Canned) -> None:
    url = encrypted.url.replace("http://127.0.0.1", "https://localhost")
    with client_for(url, "datacenter") as client:
        with pytest.raises(errors.Unreachable, match="not trusted") as caught:
            client.labels("7")
        assert client.sent == 1
    assert "ca_bundle" in caught.value.hint


def test_ca_bundle_holds_even_where_the_environment_names_another(
    encrypted: Canned, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import certifi

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    encrypted.play(Reply(LABELS))
    url = encrypted.url.replace("http://127.0.0.1", "https://localhost")
    with client_for(url, "datacenter", network=Network(ca_bundle=str(certificate[0]))) as client:
        assert client.labels("7") == ("a",)


def test_https_to_a_plain_port_is_told_as_that(canned: Canned) -> None:
    with (
        client_for(canned.url.replace("http:", "https:"), "datacenter") as client,
        pytest.raises(errors.Unreachable, match=r"TLS|encrypted") as caught,
    ):
        client.labels("7")
    assert caught.value.hint


def test_https_to_a_port_that_keeps_silent_is_told_as_that() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}"
        with (
            client_for(url, "datacenter", network=Network(timeout=0.2)) as client,
            pytest.raises(errors.Unreachable, match="start of an encrypted connection") as caught,
        ):
            client.labels("7")
    assert "http://" in caught.value.hint


def test_a_certificate_file_that_does_not_exist_is_a_wrong_setting() -> None:
    destination = Destination("https://wiki.acme.org", "datacenter", "DOCS")
    with pytest.raises(errors.SettingsError, match=r"nowhere\.pem"):
        connect(destination, Credentials(), Network(ca_bundle="/nowhere.pem"))


def test_a_server_that_closes_every_connection_is_served(canned: Canned) -> None:
    canned.otherwise = lambda seen: Reply(LABELS, headers={"Connection": "close"})
    with client_for(canned.url) as client:
        assert [client.labels("7") for _ in range(5)] == [("a",)] * 5


def test_connections_are_kept_alive_one_for_each_worker_at_most(canned: Canned) -> None:
    canned.otherwise = lambda seen: Reply(LABELS)
    with client_for(canned.url, network=Network(workers=8)) as client:
        for _ in range(10):
            client.labels("7")
        assert canned.connections == 1
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda page: client.labels(str(page)), range(200)))
        assert client.sent == 210
    assert canned.connections <= 8


def test_a_client_certificate_is_shown(certificate: tuple[Path, Path]) -> None:
    """The server asks for one that its own certificate has signed, which is that certificate."""
    server = Canned()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.load_verify_locations(certificate[0])
    context.verify_mode = ssl.CERT_REQUIRED
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    server.otherwise = lambda seen: Reply(LABELS)
    url = server.url.replace("http://127.0.0.1", "https://localhost")
    cert, key = map(str, certificate)
    shown = Network(ca_bundle=cert, client_cert=cert, client_key=key)
    with client_for(url, "datacenter", network=shown) as client:
        assert client.labels("7") == ("a",)
    with (
        client_for(url, "datacenter", network=Network(ca_bundle=cert)) as client,
        pytest.raises(errors.Unreachable),
    ):
        client.labels("7")
    server.server.shutdown()
    server.server.server_close()


def test_the_proxy_of_the_environment_is_used_but_for_the_hosts_it_excepts(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    canned.otherwise = lambda seen: Reply(LABELS)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, canned.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    with client_for("http://wiki.example.org/confluence", "datacenter") as client:
        client.labels("7")
    with client_for(canned.url, "datacenter") as client:
        client.labels("7")
    assert [seen.target.partition("?")[0] for seen in canned.log] == [
        "http://wiki.example.org/confluence/rest/api/content/7/label",
        "/rest/api/content/7/label",
    ]
