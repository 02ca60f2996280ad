#include "events/set_aside.hpp"

namespace aksis::events {

using storage::Row;
using storage::Transaction;

Result<std::vector<SetAside>> read_set_aside(Transaction& tx, const SetAsideFilter& filter,
                                             int64_t limit) {
  std::vector<SetAside> out;
  AKSIS_TRY(tx.query(
      "SELECT subscriber, seq, id, type, data, at, error, set_aside_at FROM core_dead_event WHERE "
      "($1 = '' OR id = $1) AND ($2 = '' OR subscriber = $2) ORDER BY seq, subscriber LIMIT $3",
      {filter.id, filter.subscriber, limit}, [&](const Row& row) -> Status {
        out.push_back({std::string(row.text(0)),
                       {row.integer(1), std::string(row.text(2)), std::string(row.text(3)),
                        std::string(row.text(4)), row.integer(5)},
                       std::string(row.text(6)),
                       row.integer(7)});
        return {};
      }));
  return out;
}

Result<int64_t> count_set_aside(Transaction& tx, const SetAsideFilter& filter) {
  int64_t out = 0;
  AKSIS_TRY(tx.query(
      "SELECT COUNT(*) FROM core_dead_event WHERE ($1 = '' OR id = $1) AND ($2 = '' OR subscriber "
      "= $2)",
      {filter.id, filter.subscriber}, [&](const Row& row) -> Status {
        out = row.integer(0);
        return {};
      }));
  return out;
}

Status keep_set_aside(Transaction& tx, const SetAside& refused) {
  const auto& event = refused.event;
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_dead_event (subscriber, seq, id, type, data, at, error, set_aside_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (subscriber, seq) DO UPDATE SET error "
      "= excluded.error, set_aside_at = excluded.set_aside_at",
      {refused.subscriber, event.seq, event.id, event.type, event.data, event.at, refused.error,
       refused.at}));
  return {};
}

Status forget_set_aside(Transaction& tx, std::string_view subscriber, int64_t seq) {
  AKSIS_TRY(tx.execute("DELETE FROM core_dead_event WHERE subscriber = $1 AND seq = $2",
                       {subscriber, seq}));
  return {};
}

}  // namespace aksis::events
