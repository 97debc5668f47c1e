"""A mail server for the tests: STARTTLS and a password, or nothing is taken.

smtp_server.py CERTIFICATE KEY FILE: prints its port, alone on a line, on standard output; writes each message it takes
as one JSON object into FILE before acknowledging it. Ends when its standard input does, so it never outlives a test.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = b"portal", b"s3cret"


class Box:
    def __init__(self, file):
        self.file = file

    async def handle_DATA(self, server, session, envelope):
        message = {
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": envelope.content.decode("utf-8", "replace"),
        }
        with open(self.file, "a", encoding="utf-8") as file:
            file.write(json.dumps(message) + "\n")
        return "250 taken"


def check(server, session, envelope, mechanism, credentials):
    known = isinstance(credentials, LoginPassword) and (credentials.login, credentials.password) == (USER, PASSWORD)
    # Not “handled”: the server itself then answers 535.
    return AuthResult(success=known, handled=False, auth_data=credentials)


async def main(certificate, key, file):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def connection():
        return SMTP(
            Box(file),
            hostname="localhost",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            auth_require_tls=True,
            authenticator=check,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main(*sys.argv[1:4]))
