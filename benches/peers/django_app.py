"""A small Django program as many teams write it: one read as JSON, a page of twenty rows.
usage: ROWS=rows.db gunicorn -w 1 -b 127.0.0.1:8082 django_app:app
"""

import os

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="only for a measurement on loopback",
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["ROWS"],
            "CONN_MAX_AGE": 600,
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.forms.models import model_to_dict  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402


class Decision(models.Model):
    title = models.TextField()
    decider = models.TextField()
    why = models.TextField()
    cost = models.IntegerField()

    class Meta:
        app_label = "auth"
        db_table = "decision"
        managed = False


PAGE = engines["django"].from_string(
    "<!doctype html><title>Decisions</title><h1>Decisions</h1><table>"
    "{% for it in rows %}<tr><td>{{ it.id }}</td><td>{{ it.title }}</td><td>{{ it.decider }}</td>"
    "<td>{{ it.why }}</td><td>{{ it.cost }}</td></tr>{% endfor %}</table>"
)


def item(_, number):
    return JsonResponse(model_to_dict(Decision.objects.get(pk=number)))


def page(_, number):
    rows = Decision.objects.filter(id__gte=number).order_by("id")[:20]
    return HttpResponse(PAGE.render({"rows": rows}))


urlpatterns = [path("item/<int:number>", item), path("page/<int:number>", page)]
app = get_wsgi_application()
