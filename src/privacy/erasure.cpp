#include "privacy/erasure.hpp"

#include <fmt/format.h>

#include <set>

#include "base/log.hpp"
#include "events/jobs.hpp"
#include "events/outbox.hpp"
#include "privacy/known_person.hpp"

namespace aksis::privacy {
namespace {

using storage::Row;
using storage::Transaction;

constexpr const char* kOwnRows[] = {
    "DELETE FROM core_search_token WHERE person = $1",
    "DELETE FROM core_consent WHERE person = $1",
    "DELETE FROM core_person_state WHERE person = $1",
};

// The whole of it but the question whether there is such a person: a restored database may hold
// rows without a key.
Status forget(Transaction& tx, const Holders& holders, const ErasureOrder& order, Micros at,
              const Clock& clock) {
  for (const auto& holder : holders.all())
    if (holder.erase) AKSIS_TRY(holder.erase(tx, order.person));
  for (const auto* sql : kOwnRows) AKSIS_TRY(tx.execute(sql, {order.person}));
  AKSIS_TRY(tx.execute("DELETE FROM core_person_key WHERE person = $1", {order.person}));
  AKSIS_TRY(
      tx.execute("INSERT INTO core_erasure (person, ground, reason, made_by, erased_at) "
                 "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO NOTHING",
                 {order.person, order.ground, order.reason, order.made_by, at}));
  json::Writer data;
  data.object().member("person", order.person).member("ground", order.ground).end();
  AKSIS_TRY(events::publish(tx, "core.person_erased/1", data.text(), clock));
  return events::enqueue(tx, kScrubOperation, "{}", clock.now() + kScrubAfter, kScrubOperation,
                         clock);
}

}  // namespace

Status erase_person(Transaction& tx, const Holders& holders, const ErasureOrder& order,
                    const Clock& clock) {
  AKSIS_TRY(check_known(tx, order.person));
  return forget(tx, holders, order, clock.now(), clock);
}

Result<int64_t> Erasures::settle() {
  AKSIS_ASSIGN(listed, log_.read());
  std::set<std::string, std::less<>> in_list, in_database;
  for (const auto& entry : listed) in_list.insert(entry.person);
  std::vector<ErasureLog::Entry> unlisted;
  AKSIS_TRY(database_.read([&](Transaction& tx) {
    in_database.clear();
    unlisted.clear();
    return tx.query("SELECT person, erased_at FROM core_erasure ORDER BY erased_at, person", {},
                    [&](const Row& row) -> Status {
                      in_database.emplace(row.text(0));
                      if (!in_list.contains(row.text(0)))
                        unlisted.push_back({std::string(row.text(0)), row.integer(1)});
                      return {};
                    });
  }));
  int64_t again = 0;
  for (const auto& entry : listed) {
    if (in_database.contains(entry.person)) continue;
    AKSIS_TRY(database_.write([&](Transaction& tx) {
      return forget(tx, holders_,
                    {entry.person, "restored", "erased before this database was restored", "host"},
                    entry.at, clock_);
    }));
    ++again;
  }
  if (again)
    log::warning("privacy",
                 fmt::format("{} people were erased again: the database had been restored", again));
  AKSIS_TRY(log_.append(unlisted));
  return again;
}

Status Erasures::erase(const ErasureOrder& order) {
  AKSIS_TRY(
      database_.write([&](Transaction& tx) { return erase_person(tx, holders_, order, clock_); }));
  AKSIS_TRY(settle());
  return {};
}

Status Erasures::scrub() {
  AKSIS_TRY(settle());
  return database_.scrub();
}

}  // namespace aksis::privacy
