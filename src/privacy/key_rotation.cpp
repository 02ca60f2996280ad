// The long change of keys, chunk by chunk.
#include <fmt/format.h>

#include "privacy/key_operations.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr int64_t kRowsAtOnce = 500;  // about 5 ms of the writer's time

Error stopped() {
  return {
      Code::cancelled, "the change of keys was stopped; `aksis keys rotate` goes on with it", {}};
}

struct Chunk {
  std::string last;
  int64_t seen = 0, changed = 0;
};

Result<Chunk> reseal(Transaction& tx, Keyring& keys, const SealedColumn& column,
                     const std::string& after) {
  Chunk out{after};
  struct One {
    std::string row;
    Blob sealed;
  };
  std::vector<One> rows;
  AKSIS_TRY(tx.query(fmt::format("SELECT {0}, {1} FROM {2} WHERE {0} > $1 AND {1} IS NOT NULL "
                                 "ORDER BY {0} LIMIT $2",
                                 column.row_column, column.column, column.table),
                     {after, kRowsAtOnce}, [&](const Row& row) -> Status {
                       rows.push_back({std::string(row.text(0)), storage::blob(row.text(1))});
                       return {};
                     }));
  for (const auto& one : rows) {
    ++out.seen;
    out.last = one.row;
    if (kid_of(one.sealed) == keys.current(Purpose::secrets)) continue;
    const Place place{column.table, column.column, one.row};
    AKSIS_ASSIGN(plain, keys.open_tenant(tx, place, one.sealed));
    AKSIS_ASSIGN(sealed, keys.seal_tenant(tx, place, plain));
    AKSIS_TRY(tx.execute(fmt::format("UPDATE {} SET {} = $1 WHERE {} = $2", column.table,
                                     column.column, column.row_column),
                         {sealed, one.row}));
    ++out.changed;
  }
  return out;
}

Result<int64_t> reseal_all(Database& database, Keyring& keys, const SealedColumn& column,
                           int64_t done, const Progress& progress) {
  Chunk chunk;
  do {
    if (progress && !progress(done, 0)) return stopped();
    const std::string after = chunk.last;
    AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(made, reseal(tx, keys, column, after));
      chunk = std::move(made);
      return {};
    }));
    done += chunk.changed;
  } while (chunk.seen > 0);
  return done;
}

Result<int64_t> count_people(Database& database) {
  int64_t out = 0;
  AKSIS_TRY(database.read([&](Transaction& tx) {
    return tx.query("SELECT COUNT(*) FROM core_person_key", {}, [&](const Row& row) -> Status {
      out = row.integer(0);
      return {};
    });
  }));
  return out;
}

}  // namespace

Result<int64_t> rotate_tenant_keys(Database& database, Keyring& keys, const Holders& holders,
                                   const Progress& progress) {
  AKSIS_ASSIGN(total, count_people(database));
  AKSIS_TRY(keys.begin_rotation(Purpose::people));
  int64_t done = 0;
  for (int64_t moved = 1; moved > 0; done += moved) {
    if (progress && !progress(done, total)) return stopped();
    AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(count, keys.rewrap_people(tx, kRowsAtOnce));
      moved = count;
      // In the transaction that found nothing left.
      return moved ? Status() : keys.retire(tx, Purpose::people);
    }));
  }
  AKSIS_TRY(keys.begin_rotation(Purpose::secrets));
  for (const auto& holder : holders.all())
    for (const auto& column : holder.sealed) {
      if (!column.person_column.empty()) continue;
      AKSIS_ASSIGN(so_far, reseal_all(database, keys, column, done, progress));
      done = so_far;
    }
  AKSIS_TRY(database.write([&](Transaction& tx) { return keys.retire(tx, Purpose::secrets); }));
  return done;
}

}  // namespace aksis::privacy
