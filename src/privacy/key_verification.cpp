// Opening all that is sealed.
#include <fmt/format.h>

#include "privacy/key_operations.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr int64_t kRowsAtOnce = 1000;
constexpr size_t kFaultsShown = 100;

struct Sealed {
  std::string row, person;
  Blob bytes;
};

class Verification {
 public:
  Verification(Database& database, Keyring& keys, const Progress& progress)
      : database_(database), keys_(keys), progress_(progress) {}

  // One snapshot a chunk, so that the log of the database is not held for the whole time.
  template <typename Step>
  Status in_chunks(Step step) {
    std::string after;
    for (bool more = true; more;) {
      if (progress_ && !progress_(check.people + check.ciphertexts, 0))
        return said(Code::cancelled, "the verification was stopped",
                    "La vérification a été arrêtée ; relancez-la pour tout vérifier.");
      AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
        AKSIS_ASSIGN(last, step(tx, after));
        more = !last.empty();
        after = std::move(last);
        return {};
      }));
    }
    return {};
  }

  // The last person of the chunk; empty: none is left.
  Result<std::string> people(Transaction& tx, const std::string& after) {
    std::vector<std::pair<std::string, Kid>> found;
    AKSIS_TRY(
        tx.query("SELECT person, tenant_kid FROM core_person_key WHERE person > $1 ORDER BY "
                 "person LIMIT $2",
                 {after, kRowsAtOnce}, [&](const Row& row) -> Status {
                   found.emplace_back(row.text(0), row.integer(1));
                   return {};
                 }));
    for (const auto& [person, tenant_kid] : found) {
      ++check.people;
      if (tenant_kid != keys_.current(Purpose::people))
        fault({"core_person_key", "tenant_kid", person,
               "is wrapped with a key that is retired or being replaced: `aksis keys rotate "
               "--what tenant` goes on with the change"});
      const auto key = keys_.person_key(tx, person);
      if (!key) fault({"core_person_key", "wrapped", person, key.error().message});
    }
    return found.empty() ? std::string() : found.back().first;
  }

  Result<std::string> column(Transaction& tx, const SealedColumn& in, const std::string& after) {
    std::vector<Sealed> found;
    const bool of_people = !in.person_column.empty();
    AKSIS_TRY(
        tx.query(fmt::format("SELECT {0}, {1}, {2} FROM {3} WHERE {0} > $1 AND {2} IS NOT NULL "
                             "ORDER BY {0} LIMIT $2",
                             in.row_column, of_people ? in.person_column : in.row_column, in.column,
                             in.table),
                 {after, kRowsAtOnce}, [&](const Row& row) -> Status {
                   found.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                    storage::blob(row.text(2))});
                   return {};
                 }));
    const auto table = in.place_table();
    for (const auto& one : found) {
      ++check.ciphertexts;
      const Place place{table, in.column, one.row};
      if (!of_people && kid_of(one.bytes) != keys_.current(Purpose::secrets))
        fault({in.table, in.column, one.row, "is sealed with a key that is retired or replaced"});
      const auto plain = of_people ? keys_.open(tx, place, one.person, one.bytes)
                                   : keys_.open_tenant(tx, place, one.bytes);
      if (!plain) fault({in.table, in.column, one.row, plain.error().message});
    }
    return found.empty() ? std::string() : found.back().row;
  }

  KeyCheck check;

 private:
  void fault(KeyFault one) {
    ++check.fault_count;
    if (check.faults.size() < kFaultsShown) check.faults.push_back(std::move(one));
  }

  Database& database_;
  Keyring& keys_;
  const Progress& progress_;
};

}  // namespace

Result<KeyCheck> verify_keys(Database& database, Keyring& keys, const Holders& holders,
                             const Progress& progress) {
  Verification all(database, keys, progress);
  AKSIS_TRY(all.in_chunks(
      [&](Transaction& tx, const std::string& after) { return all.people(tx, after); }));
  for (const auto& holder : holders.all())
    for (const auto& column : holder.sealed)
      AKSIS_TRY(all.in_chunks([&](Transaction& tx, const std::string& after) {
        return all.column(tx, column, after);
      }));
  return std::move(all.check);
}

}  // namespace aksis::privacy
