#include "audit/checkpoints.hpp"

#include <fmt/format.h>

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;

StoredCheckpoint checkpoint_of(const Row& row) {
  return {row.integer(0), row.integer(1), std::string(row.text(2))};
}

Error changed(int64_t number) {
  return internal(
      fmt::format("the audit log no longer extends its checkpoint {}: somebody changed "
                  "it; `aksis audit verify` says where",
                  number));
}

// What was signed last is still what the leaves say, and the frontier belongs to them.
Status check_extends(Transaction& tx, const LogState& state, const SigningKey& key) {
  const auto read = level_reader(tx);
  AKSIS_ASSIGN(now, root_at(read, state.tree.size()));
  AKSIS_ASSIGN(last, last_checkpoint(tx));
  const int64_t number = last ? last->number : 0;
  if (number != state.checkpoints || now != state.tree.root()) return changed(number);
  if (!last) return {};
  auto signed_before = key.opened(last->note);
  if (!signed_before)
    return prefixed(fmt::format("checkpoint {} of the audit log is wrong", number),
                    std::move(signed_before).error());
  if (signed_before->size > state.tree.size()) return changed(number);
  AKSIS_ASSIGN(before, root_at(read, signed_before->size));
  return before == signed_before->root ? Status() : Status(changed(number));
}

}  // namespace

Result<std::optional<StoredCheckpoint>> last_checkpoint(Transaction& tx) {
  std::optional<StoredCheckpoint> out;
  AKSIS_TRY(
      tx.query("SELECT number, size, note FROM core_audit_checkpoint ORDER BY number DESC LIMIT 1",
               {}, [&](const Row& row) -> Status {
                 out = checkpoint_of(row);
                 return {};
               }));
  return out;
}

Result<std::vector<StoredCheckpoint>> checkpoints_after(Transaction& tx, int64_t number,
                                                        int64_t limit) {
  std::vector<StoredCheckpoint> out;
  AKSIS_TRY(
      tx.query("SELECT number, size, note FROM core_audit_checkpoint WHERE number > $1 "
               "ORDER BY number LIMIT $2",
               {number, limit}, [&](const Row& row) -> Status {
                 out.push_back(checkpoint_of(row));
                 return {};
               }));
  return out;
}

Result<std::optional<StoredCheckpoint>> make_checkpoint(Transaction& tx, const SigningKey& key) {
  std::optional<StoredCheckpoint> out;
  AKSIS_ASSIGN(state, read_state(tx));
  const int64_t size = state.tree.size();
  if (size == state.checkpointed) return out;
  AKSIS_TRY(check_extends(tx, state, key));
  out = StoredCheckpoint{state.checkpoints + 1, size, key.sign({size, state.tree.root()})};
  AKSIS_TRY(tx.execute("INSERT INTO core_audit_checkpoint (number, size, note) VALUES ($1, $2, $3)",
                       {out->number, out->size, out->note}));
  AKSIS_TRY(
      tx.execute("UPDATE core_audit_state SET checkpointed = $1, checkpoints = $2 WHERE id = 1",
                 {size, out->number}));
  return out;
}

}  // namespace aksis::audit
