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

// Where a note's words stand, sealed.
aksis::SealedPlace place(std::string_view id) {
  return {"ntb_note", "text", id};
}

// In a call that has the person's record open: its input names them.
Status write_notes(Tx& tx, std::string_view person, json::Writer& out, int64_t& count) {
  out.array();
  AKSIS_TRY(tx.query("SELECT id, number, text FROM ntb_note WHERE person = $1 ORDER BY number",
                     {person}, [&](const Columns& row) -> Status {
                       ++count;
                       AKSIS_ASSIGN(text, open_sealed(tx, place(row.text(0)), person, row.text(2)));
                       out.object().member("number", row.integer(1)).member("text", text).end();
                       return {};
                     }));
  out.end();
  return {};
}

Status list(Host& host, Request& request) {
  const auto person = json::text(request.input(), "person");
  json::Writer notes;
  int64_t count = 0;
  AKSIS_TRY(host.read([&](Tx& tx) { return write_notes(tx, person, notes, count); }));
  const auto title =
      request.message("title", json::Writer().object().member("count", count).end().text());
  return request.respond(
      json::Writer().object().member("title", title).key("notes").raw(notes.text()).end().text());
}

// Everything in one transaction: the note and the event are there together or not at all.
Status store(Tx& tx, std::string_view person, const std::string& text, int64_t& number,
             const Request& request) {
  const auto present = check_present(tx, person);
  if (!present.ok() && present.error().code == Code::not_found)
    return Error{Code::not_found, request.message("unknown_person"), {}};
  AKSIS_TRY(present);
  number = 1;
  AKSIS_TRY(tx.query("SELECT MAX(number) FROM ntb_note WHERE person = $1", {person},
                     [&](const Columns& row) { number = row.integer(0) + 1; }));
  const auto id = std::string(person) + "/" + std::to_string(number);
  AKSIS_ASSIGN(sealed, seal(tx, place(id), person, text));
  AKSIS_TRY(tx.execute("INSERT INTO ntb_note (id, person, number, text) VALUES ($1, $2, $3, $4)",
                       {id, person, number, sealed}));
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

// What this module holds of a person, for the person to read; then, that it goes with them.
Status show(Tx& tx, std::string_view person, json::Writer& out) {
  int64_t count = 0;
  out.object().key("notes");
  AKSIS_TRY(write_notes(tx, person, out, count));
  out.end();
  return {};
}

Status erase(Tx& tx, std::string_view person) {
  AKSIS_TRY(tx.execute("DELETE FROM ntb_note WHERE person = $1", {person}));
  return {};
}

// Somebody was deleted, perhaps while this module was disabled. May be delivered twice.
Status forget(Host& host, const aksis::Event& event) {
  return host.write([&](Tx& tx) { return erase(tx, json::text(event.data, "person")); });
}

Status start(Host& host) {
  host.bind("notebook.list", [&host](Request& request) { return list(host, request); });
  host.bind("notebook.add", [&host](Request& request) { return add(host, request); });
  host.subscribe("core.person_deleted/1",
                 [&host](const aksis::Event& event) { return forget(host, event); });
  host.hold(show, erase);
  return {};
}

}  // namespace

AKSIS_MODULE("notebook", "0.1.0", start, nullptr);
