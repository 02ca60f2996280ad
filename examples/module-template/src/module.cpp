// What the module offers: a list of notes on a person, and a way to add one.
#include <aksis/module.hpp>

#include "note_text.hpp"

namespace {

using aksis::Code;
using aksis::Columns;
using aksis::Error;
using aksis::Host;
using aksis::Request;
using aksis::Status;
using aksis::Tx;
namespace json = aksis::json;

Status list(Host& host, Request& request) {
  const auto person = json::text(request.input(), "person");
  json::Writer notes;
  notes.array();
  int64_t count = 0;
  AKSIS_TRY(host.read([&](Tx& tx) -> Status {
    return tx.query(
        "SELECT number, text FROM ntb_note WHERE person = $1 ORDER BY number", {person},
        [&](const Columns& row) {
          ++count;
          notes.object().member("number", row.integer(0)).member("text", row.text(1)).end();
        });
  }));
  const auto title =
      request.message("title", json::Writer().object().member("count", count).end().text());
  return request.respond(json::Writer()
                             .object()
                             .member("title", title)
                             .key("notes")
                             .raw(notes.end().text())
                             .end()
                             .text());
}

// Everything in one transaction: the note and the event are there together or not at all.
Status store(Tx& tx, std::string_view person, const std::string& text, int64_t& number,
             const Request& request) {
  bool known = false;
  AKSIS_TRY(tx.query("SELECT 1 FROM core_person_v1 WHERE id = $1", {person},
                     [&](const Columns&) { known = true; }));
  if (!known) return Error{Code::not_found, request.message("unknown_person"), {}};
  number = 1;
  AKSIS_TRY(tx.query("SELECT MAX(number) FROM ntb_note WHERE person = $1", {person},
                     [&](const Columns& row) { number = row.integer(0) + 1; }));
  AKSIS_TRY(tx.execute("INSERT INTO ntb_note (person, number, text) VALUES ($1, $2, $3)",
                       {person, number, text}));
  return tx.publish(
      "notebook.added/1",
      json::Writer().object().member("person", person).member("number", number).end().text());
}

Status add(Host& host, Request& request) {
  const auto person = json::text(request.input(), "person");
  const auto text = notebook::tidy(json::text(request.input(), "text"));
  if (text.empty())
    return Error{Code::invalid, request.message("empty"), {{"/text", request.message("empty")}}};
  int64_t number = 0;
  AKSIS_TRY(host.write([&](Tx& tx) -> Status { return store(tx, person, text, number, request); }));
  return request.respond(
      json::Writer().object().member("number", number).member("text", text).end().text());
}

// A person was deleted: what this module holds of them goes too. May be delivered twice.
Status forget(Host& host, const aksis::Event& event) {
  return host.write([&](Tx& tx) -> Status {
    AKSIS_TRY(
        tx.execute("DELETE FROM ntb_note WHERE person = $1", {json::text(event.data, "person")}));
    return {};
  });
}

Status start(Host& host) {
  host.bind("notebook.list", [&host](Request& request) { return list(host, request); });
  host.bind("notebook.add", [&host](Request& request) { return add(host, request); });
  host.subscribe("core.person_deleted/1",
                 [&host](const aksis::Event& event) { return forget(host, event); });
  return {};
}

}  // namespace

AKSIS_MODULE("notebook", "0.1.0", start, nullptr);
