"""django-oauth-toolkit, an OAuth server that others wrote, in one file.

Says its origin on the first line of output. One person, alice with the password "right"; an app
without a secret and one with.
"""

import signal
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="of no use to anybody, and long enough for Django's own checks",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    LOGIN_URL="/login",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    # One thread serves all, and everything ends with it.
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    # Tables as they are today, without the way there: it takes seconds.
    MIGRATION_MODULES={"auth": None, "contenttypes": None, "sessions": None, "oauth2_provider": None},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "oauth2_provider.middleware.OAuth2TokenMiddleware",
    ],
    AUTHENTICATION_BACKENDS=[
        "oauth2_provider.backends.OAuth2Backend",
        "django.contrib.auth.backends.ModelBackend",
    ],
    # Nothing is worth guarding here, and hashing well takes half a second.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    OAUTH2_PROVIDER={
        "SCOPES": {"read": "Read", "write": "Write"},
        "PKCE_REQUIRED": True,
        "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
        "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
        "REQUEST_APPROVAL_PROMPT": "force",
    },
)
django.setup()

from django.contrib.auth import authenticate, login  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils.html import format_html  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.views.generic import ProtectedResourceView  # noqa: E402
from wsgiref.simple_server import WSGIRequestHandler, make_server  # noqa: E402

CALLBACK = "http://127.0.0.1/callback/plain"


def log_in(request):
    if request.method == "POST":
        person = authenticate(
            request,
            username=request.POST.get("username"),
            password=request.POST.get("password"),
        )
        if person is None:
            return HttpResponse("wrong", status=401)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect(request.POST.get("next", "/"))
    form = """<form action="/login" method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{}">
<input type="hidden" name="next" value="{}">
<input type="text" name="username"><input type="password" name="password">
</form>"""
    page = format_html(form, get_token(request), request.GET.get("next", "/"))
    return HttpResponse(page)


class Me(ProtectedResourceView):
    def get(self, request):
        person = request.resource_owner
        return JsonResponse({"id": person.id, "username": person.username})


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("login", log_in),
    path("me", Me.as_view()),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


call_command("migrate", run_syncdb=True, verbosity=0)
User.objects.create_user("alice", password="right")
app = {"authorization_grant_type": "authorization-code", "redirect_uris": CALLBACK}
Application.objects.create(client_id="desk", name="Desk", client_type="public", **app)
Application.objects.create(
    client_id="secretive",
    client_secret="only+the%20tests/know=it:all",
    name="Secretive",
    client_type="confidential",
    **app,
)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
