"""A small Flask program as many teams write it: one read as JSON, a page of twenty rows.
usage: ROWS=rows.db gunicorn -w 1 -b 127.0.0.1:8081 flask_app:app
"""

import os
import sqlite3

from flask import Flask, g, jsonify, render_template_string

app = Flask(__name__)
COLUMNS = ("id", "title", "decider", "why", "cost")
PAGE = """<!doctype html><title>Decisions</title><h1>Decisions</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>"""


def rows(where, values):
    if "database" not in g:
        g.database = sqlite3.connect(f"file:{os.environ['ROWS']}?mode=ro", uri=True)
    return g.database.execute(f"select {', '.join(COLUMNS)} from decision {where}", values).fetchall()


@app.teardown_appcontext
def close(_):
    if "database" in g:
        g.database.close()


@app.get("/item/<int:number>")
def item(number):
    return jsonify(dict(zip(COLUMNS, rows("where id = ?", (number,))[0])))


@app.get("/page/<int:number>")
def page(number):
    return render_template_string(PAGE, rows=rows("where id >= ? order by id limit 20", (number,)))
