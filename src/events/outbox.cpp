#include "events/outbox.hpp"

#include <fmt/format.h>

#include "aksis/cpp/json.hpp"
#include "base/identity.hpp"
#include "embedded/events_migrations.hpp"
#include "events/topics.hpp"

namespace aksis::events {
namespace {

// name.name/REV, in lower case.
bool is_type(std::string_view type) {
  const size_t slash = type.find('/');
  if (slash == std::string_view::npos) return false;
  const auto name = type.substr(0, slash);
  const auto revision = type.substr(slash + 1);
  const bool dotted = name.find('.') != std::string_view::npos && name.front() != '.' &&
                      name.back() != '.' && name.find("..") == std::string_view::npos;
  return dotted && !revision.empty() &&
         revision.find_first_not_of("0123456789") == std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::events_migrations());
}

std::string Event::json() const {
  return json::Writer()
      .object()
      .member("id", id)
      .member("type", type)
      .member("at", at)
      .key("data")
      .raw(data)
      .end()
      .text();
}

Status publish(storage::Transaction& tx, std::string_view type, std::string_view data_json,
               const Clock& clock) {
  if (!is_type(type))
    return invalid(fmt::format("the event type {} is not of the form module.name/1", type));
  if (auto parsed = json::parse(data_json); !parsed.ok())
    return prefixed(fmt::format("the data of the event {}", type), parsed.error());
  const storage::Unconfined unconfined(tx);
  const Micros now = clock.now();
  AKSIS_TRY(
      tx.execute("INSERT INTO core_event (seq, id, type, data, at) SELECT COALESCE(MAX(seq), "
                 "0) + 1, $1, $2, $3, $4 FROM core_event",
                 {uuid_v7(now), type, data_json, now}));
  tx.notify(kEventsTopic);
  return {};
}

Status read_events(storage::Transaction& tx, int64_t after, size_t limit,
                   const std::function<Status(const Event&)>& on_event) {
  const storage::Unconfined unconfined(tx);
  return tx.query(
      "SELECT seq, id, type, data, at FROM core_event WHERE seq > $1 ORDER BY seq LIMIT $2",
      {after, static_cast<int64_t>(limit)}, [&](const storage::Row& row) {
        return on_event({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                         std::string(row.text(3)), row.integer(4)});
      });
}

}  // namespace aksis::events
