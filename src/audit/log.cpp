#include "audit/log.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "embedded/audit_migrations.hpp"

namespace aksis::audit {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

std::string made_salt() {
  std::string out(kSaltBytes, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

Status insert(Transaction& tx, int64_t index, const Entry& e) {
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_audit_entry (idx, at, kind, actor, on_behalf_of, operation, module, "
      "person, object, relation, reason, request_id, session, outcome, details, salt, filed) "
      "VALUES "
      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)",
      {index, e.at, e.kind, e.actor, e.on_behalf_of, e.operation, e.module, e.person, e.object,
       e.relation, e.reason, e.request_id, e.session, e.outcome, storage::blob(e.details),
       storage::blob(e.salt)}));
  return {};
}

Status append_to(Transaction& tx, LogState& state, const Hashed& made) {
  const int64_t index = state.tree.size();
  const Hash& leaf = made.leaf;
  AKSIS_TRY(insert(tx, index, made.entry));
  AKSIS_TRY(tx.execute("INSERT INTO core_audit_leaf (idx, hash) VALUES ($1, $2)",
                       {index, Blob(leaf.begin(), leaf.end())}));
  AKSIS_TRY(state.tree.push(leaf, [&](int level, int64_t at, const Hash& hash) -> Status {
    AKSIS_TRY(tx.execute("INSERT INTO core_audit_node (level, idx, hash) VALUES ($1, $2, $3)",
                         {int64_t{level}, at, Blob(hash.begin(), hash.end())}));
    return {};
  }));
  if ((state.tree.size() - state.checkpointed) % kEntriesUncheckedMax == 0) tx.notify(kFullTopic);
  if ((state.tree.size() - state.filed) % kFiledTogether == 0) tx.notify(kUnfiledTopic);
  return {};
}

Status write_state(Transaction& tx, const LogState& state) {
  AKSIS_TRY(tx.execute("UPDATE core_audit_state SET size = $1, frontier = $2 WHERE id = 1",
                       {state.tree.size(), storage::blob(state.tree.bytes())}));
  return {};
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::audit_migrations());
}

Result<LogState> read_state(Transaction& tx) {
  std::optional<LogState> out;
  AKSIS_TRY(tx.query(
      "SELECT size, checkpointed, checkpoints, frontier, filed FROM core_audit_state WHERE id = 1",
      {}, [&](const Row& row) -> Status {
        auto tree = Frontier::parse(row.integer(0), row.text(3));
        if (!tree)
          return internal(
              "the state of the audit log is broken: `aksis audit verify` says where; restore a "
              "backup");
        out = LogState{row.integer(1), row.integer(2), row.integer(4), *std::move(tree)};
        return {};
      }));
  if (!out)
    return internal("the audit log has lost its state row: restore a backup; nothing is written");
  return *std::move(out);
}

Result<int64_t> append(Transaction& tx, const Entry& entry) {
  AKSIS_ASSIGN(state, read_state(tx));
  const int64_t index = state.tree.size();
  AKSIS_TRY(append_to(tx, state, Hashed(entry)));
  AKSIS_TRY(write_state(tx, state));
  return index;
}

Hashed::Hashed(Entry made) : entry(std::move(made)) {
  if (entry.salt.empty()) entry.salt = made_salt();
  leaf = leaf_hash(canonical(entry));
}

Status append_all(Transaction& tx, const std::vector<const Hashed*>& entries) {
  AKSIS_ASSIGN(state, read_state(tx));
  for (const auto* entry : entries) AKSIS_TRY(append_to(tx, state, *entry));
  return write_state(tx, state);
}

Result<bool> file_some(Transaction& tx, int64_t together) {
  AKSIS_ASSIGN(state, read_state(tx));
  const int64_t end = state.filed + together;
  if (end > state.tree.size()) return false;
  AKSIS_TRY(tx.execute("UPDATE core_audit_entry SET filed = 1 WHERE idx >= $1 AND idx < $2",
                       {state.filed, end}));
  AKSIS_TRY(tx.execute("UPDATE core_audit_state SET filed = $1 WHERE id = 1", {end}));
  return true;
}

Numbered entry_of(const Row& row) {
  Numbered out;
  out.index = row.integer(0);
  Entry& e = out.entry;
  e.at = row.integer(1);
  size_t column = 2;
  for (auto* field :
       {&e.kind, &e.actor, &e.on_behalf_of, &e.operation, &e.module, &e.person, &e.object,
        &e.relation, &e.reason, &e.request_id, &e.session, &e.outcome, &e.details, &e.salt})
    *field = row.text(column++);
  return out;
}

ReadLevel level_reader(Transaction& tx) {
  return [&tx](int level, int64_t first, int64_t count) -> Result<std::vector<Hash>> {
    std::vector<Hash> out;
    const auto take = [&](const Row& row) -> Status {
      if (const auto hash = parse_hash(row.text(1));
          hash && row.integer(0) == first + static_cast<int64_t>(out.size()))
        out.push_back(*hash);
      return {};
    };
    AKSIS_TRY(level == 0
                  ? tx.query("SELECT idx, hash FROM core_audit_leaf WHERE idx >= $1 AND idx < $2 "
                             "ORDER BY idx",
                             {first, first + count}, take)
                  : tx.query("SELECT idx, hash FROM core_audit_node WHERE level = $3 AND idx >= "
                             "$1 AND idx < $2 ORDER BY idx",
                             {first, first + count, int64_t{level}}, take));
    if (static_cast<int64_t>(out.size()) != count)
      return internal(
          fmt::format("hashes {} to {} of level {} of the audit log are incomplete: "
                      "`aksis audit verify` says where",
                      first, first + count - 1, level));
    return out;
  };
}

}  // namespace aksis::audit
