#include "access/factors.hpp"

#include <algorithm>

#include "access/recovery_codes.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

class TotpKind final : public FactorKind {
 public:
  std::string_view name() const override { return "totp"; }
  Result<std::vector<Factor>> list(Transaction& tx, std::string_view account) const override {
    std::vector<Factor> out;
    AKSIS_TRY(
        tx.query("SELECT id, label, created_at FROM core_totp WHERE account = $1 AND "
                 "confirmed_at IS NOT NULL ORDER BY id",
                 {account}, [&](const Row& row) -> Status {
                   out.push_back({"totp", std::string(row.text(0)), std::string(row.text(1)),
                                  row.integer(2)});
                   return {};
                 }));
    return out;
  }
  Status remove(Transaction& tx, std::string_view account, std::string_view id) const override {
    AKSIS_TRY(tx.execute("DELETE FROM core_totp WHERE account = $1 AND id = $2", {account, id}));
    return {};
  }
};

}  // namespace

std::unique_ptr<FactorKind> totp_kind() {
  return std::make_unique<TotpKind>();
}

const FactorKind& Factors::kind(std::string_view name) const {
  return **std::find_if(kinds_.begin(), kinds_.end(),
                        [&](const auto& kind) { return kind->name() == name; });
}

Result<std::vector<Factor>> Factors::list(Transaction& tx, std::string_view account) const {
  std::vector<Factor> out;
  for (const auto& kind : kinds_) {
    AKSIS_ASSIGN(some, kind->list(tx, account));
    out.insert(out.end(), some.begin(), some.end());
  }
  return out;
}

Result<std::vector<std::string>> Factors::ways(Transaction& tx, std::string_view account) const {
  std::vector<std::string> out;
  for (const auto& kind : kinds_) {
    AKSIS_ASSIGN(some, kind->list(tx, account));
    if (!some.empty()) out.emplace_back(kind->name());
  }
  AKSIS_ASSIGN(codes, recovery_codes_left(tx, account));
  if (codes > 0) out.emplace_back("recovery");
  return out;
}

Result<Factor> Factors::remove(Transaction& tx, std::string_view account,
                               std::string_view id) const {
  AKSIS_ASSIGN(present, list(tx, account));
  const auto found =
      std::find_if(present.begin(), present.end(), [&](const Factor& one) { return one.id == id; });
  if (found == present.end())
    return said(Code::not_found, "the account has no such factor",
                "Ce compte n’a pas ce second facteur : la liste montre ceux qu’il a.");
  if (present.size() == 1) return last_factor();
  AKSIS_TRY(kind(found->kind).remove(tx, account, id));
  return *found;
}

Error last_factor() {
  return said(Code::conflict,
              "this is the last second factor of the account: add another one first",
              "C’est le dernier second facteur du compte : ajoutez-en d’abord un autre.");
}

Status Factors::remove_others(Transaction& tx, std::string_view account,
                              std::string_view id) const {
  AKSIS_ASSIGN(present, list(tx, account));
  for (const auto& one : present)
    if (one.id != id) AKSIS_TRY(kind(one.kind).remove(tx, account, one.id));
  return {};
}

}  // namespace aksis::access
