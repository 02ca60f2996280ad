#include <fmt/format.h>

#include "aksis/cpp/json.hpp"
#include "base/log.hpp"
#include "events/operations.hpp"
#include "events/set_aside.hpp"

namespace aksis::events {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using storage::Database;
using storage::Transaction;

constexpr int64_t kAll = 10'000;  // delivered again in one call; the next call takes the rest
constexpr size_t kRefusalsNamed = 100;

constexpr const char* kListInput = R"({"type": "object", "properties": {
  "subscriber": {"type": "string", "maxLength": 64, "default": "",
    "description": "Only what this module refused"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}}})";

constexpr const char* kListOutput = R"({"type": "object", "required": ["total", "events"],
  "properties": {
    "total": {"type": "integer"},
    "events": {"type": "array", "items": {"type": "object",
      "required": ["id", "subscriber", "type", "at", "set_aside_at", "error", "data"],
      "properties": {"id": {"type": "string"}, "subscriber": {"type": "string"},
        "type": {"type": "string"}, "at": {"type": "string", "description": "UTC"},
        "set_aside_at": {"type": "string", "description": "UTC, of the last attempt"},
        "error": {"type": "string"}, "data": {"type": "object"}}}}}})";

constexpr const char* kReplayInput = R"({"type": "object", "required": ["id"], "properties": {
  "id": {"type": "string", "maxLength": 64, "description": "The event's id"},
  "subscriber": {"type": "string", "maxLength": 64, "default": "",
    "description": "Only to this module, when several refused it"}}})";

constexpr const char* kReplayAllInput = R"({"type": "object", "properties": {
  "subscriber": {"type": "string", "maxLength": 64, "default": "",
    "description": "Only what this module refused"}}})";

constexpr const char* kReplayOutput = R"({"type": "object", "required": ["delivered", "refused",
  "errors"], "properties": {"delivered": {"type": "integer"}, "refused": {"type": "integer"},
    "errors": {"type": "array", "items": {"type": "object",
      "required": ["id", "subscriber", "message"], "properties": {"id": {"type": "string"},
        "subscriber": {"type": "string"}, "message": {"type": "string"}}}}}})";

constexpr const char* kDropInput = R"({"type": "object", "required": ["id", "reason"],
  "properties": {
    "id": {"type": "string", "maxLength": 64, "description": "The event's id"},
    "subscriber": {"type": "string", "maxLength": 64, "default": "",
      "description": "Only of this module, when several refused it"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why it is given up; kept in the log"}}})";

Error unknown(std::string_view id) {
  return said(
      Code::not_found, fmt::format("No event {} is set aside; `aksis events list` shows them.", id),
      fmt::format("Aucun événement {} n’est mis de côté ; `aksis events list` les montre.", id));
}

SetAsideFilter filter_of(const Call& call) {
  return {json::text(call.input(), "id"), json::text(call.input(), "subscriber")};
}

Result<std::vector<SetAside>> found(Database& database, const SetAsideFilter& filter,
                                    int64_t limit) {
  std::vector<SetAside> out;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(events, read_set_aside(tx, filter, limit));
    out = std::move(events);
    return {};
  }));
  return out;
}

Status list(Database& database, Call& call) {
  const auto filter = filter_of(call);
  std::vector<SetAside> events;
  int64_t total = 0;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(read, read_set_aside(tx, filter, json::integer(call.input(), "limit")));
    AKSIS_ASSIGN(count, count_set_aside(tx, filter));
    events = std::move(read);
    total = count;
    return {};
  }));
  json::Writer out;
  out.object().member("total", total).key("events").array();
  for (const auto& one : events)
    out.object()
        .member("id", one.event.id)
        .member("subscriber", one.subscriber)
        .member("type", one.event.type)
        .member("at", iso_time(one.event.at))
        .member("set_aside_at", iso_time(one.at))
        .member("error", one.error)
        .key("data")
        .raw(one.event.data)
        .end();
  call.respond(out.end().end().text());
  return {};
}

struct Replayed {
  int64_t delivered = 0, refused = 0;
  std::vector<std::pair<const SetAside*, Error>> errors;

  void add(const SetAside& event, const Status& status) {
    ++(status.ok() ? delivered : refused);
    if (!status.ok() && errors.size() < kRefusalsNamed) errors.emplace_back(&event, status.error());
  }
  std::string json(std::string_view language) const {
    json::Writer out;
    out.object().member("delivered", delivered).member("refused", refused).key("errors").array();
    for (const auto& [event, error] : errors)
      out.object()
          .member("id", event->event.id)
          .member("subscriber", event->subscriber)
          .member("message", sentence_in(error, language))
          .end();
    return out.end().end().text();
  }
};

Status replay(Database& database, Dispatcher& dispatcher, Call& call) {
  const auto filter = filter_of(call);
  AKSIS_ASSIGN(events, found(database, filter, kAll));
  if (events.empty()) return unknown(filter.id);
  Replayed replayed;
  for (const auto& one : events) replayed.add(one, dispatcher.redeliver(one.subscriber, one.event));
  call.respond(replayed.json(call.language));
  if (replayed.errors.empty()) return {};
  const auto& [event, error] = replayed.errors.front();
  return said(Code::conflict,
              fmt::format("{} refused the event again: {}", event->subscriber, error.message),
              fmt::format("{} a refusé de nouveau l’événement : {}", event->subscriber,
                          sentence_in(error, "fr")));
}

Status replay_all(Database& database, Dispatcher& dispatcher, const Clock& clock, Call& call) {
  AKSIS_ASSIGN(events, found(database, filter_of(call), kAll));
  Replayed replayed;
  for (size_t i = 0; i < events.size() && !call.cancelled(clock.now()); ++i) {
    replayed.add(events[i], dispatcher.redeliver(events[i].subscriber, events[i].event));
    if (call.on_progress)
      call.on_progress(static_cast<int64_t>(i + 1), static_cast<int64_t>(events.size()),
                       events[i].event.type);
  }
  call.respond(replayed.json(call.language));
  return {};
}

Status drop(Database& database, Call& call) {
  const auto filter = filter_of(call);
  std::vector<SetAside> dropped;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(events, read_set_aside(tx, filter, kAll));
    dropped = std::move(events);
    for (const auto& one : dropped) AKSIS_TRY(forget_set_aside(tx, one.subscriber, one.event.seq));
    return {};
  }));
  if (dropped.empty()) return unknown(filter.id);
  for (const auto& one : dropped) {
    json::Writer line;
    line.object().member("event", one.event.id).member("type", one.event.type);
    line.member("subscriber", one.subscriber).member("error", one.error);
    line.member("by", call.principal().id).member("reason", json::text(call.input(), "reason"));
    log::warning("events", "an event set aside was given up", line.end().text());
  }
  return {};
}

}  // namespace

Status add_event_operations(operations::Registry& registry, Database& database,
                            Dispatcher& dispatcher, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "events.list",
      .kind = Kind::read,
      .summary_fr = "Liste les événements qu’un module a refusés à chaque essai",
      .summary_en = "Lists the events a module refused at every attempt",
      .method = "GET",
      .path = "/events/set-aside",
      .permission = "events.read",
      .input_schema = kListInput,
      .output_schema = kListOutput,
      .command = {{"events list",
                   {},
                   {"events.id", "events.subscriber", "events.type", "events.set_aside_at",
                    "events.error"}}},
      .handler = [&](Call& call) { return list(database, call); },
  }));

  AKSIS_TRY(registry.add({
      .id = "events.replay",
      .kind = Kind::write,
      .summary_fr = "Redonne un événement mis de côté au module qui l’avait refusé",
      .summary_en = "Gives an event set aside again to the module that had refused it",
      .method = "POST",
      .path = "/events/set-aside/{id}/replay",
      .permission = "events.manage",
      .input_schema = kReplayInput,
      .output_schema = kReplayOutput,
      .command = {{"events replay", {"id"}}},
      .handler = [&](Call& call) { return replay(database, dispatcher, call); },
  }));

  AKSIS_TRY(registry.add({
      .id = "events.replay_all",
      .kind = Kind::task,
      .summary_fr = "Redonne tous les événements mis de côté, dans leur ordre",
      .summary_en = "Gives every event set aside again, in their order",
      .method = "POST",
      .path = "/events/set-aside/replay",
      .permission = "events.manage",
      .input_schema = kReplayAllInput,
      .output_schema = kReplayOutput,
      .command = {{"events replay-all", {}}},
      .deadline = {},
      .handler = [&](Call& call) { return replay_all(database, dispatcher, clock, call); },
  }));

  return registry.add({
      .id = "events.drop",
      .kind = Kind::write,
      .summary_fr = "Abandonne un événement mis de côté, avec un motif gardé au journal",
      .summary_en = "Gives up an event set aside, with a reason kept in the log",
      .method = "POST",
      .path = "/events/set-aside/{id}/drop",
      .permission = "events.manage",
      .input_schema = kDropInput,
      .command = {{"events drop", {"id"}}},
      .handler = [&](Call& call) { return drop(database, call); },
  });
}

}  // namespace aksis::events
