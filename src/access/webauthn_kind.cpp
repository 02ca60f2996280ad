#include "access/webauthn_kind.hpp"

#include "access/webauthn_passkeys.hpp"

namespace aksis::access {
namespace {

using storage::Transaction;

class PasskeyKind final : public FactorKind {
 public:
  std::string_view name() const override { return "passkey"; }

  // A suspected one opens nothing, so it does not count.
  Result<std::vector<Factor>> list(Transaction& tx, std::string_view account) const override {
    AKSIS_ASSIGN(held, passkeys_of(tx, account));
    std::vector<Factor> out;
    for (auto& one : held)
      if (!one.suspected_at)
        out.push_back(
            {std::string(name()), std::move(one.id), std::move(one.name), one.created_at});
    return out;
  }

  Status remove(Transaction& tx, std::string_view account, std::string_view id) const override {
    return remove_passkey(tx, account, id);
  }
};

}  // namespace

std::unique_ptr<FactorKind> passkey_kind() {
  return std::make_unique<PasskeyKind>();
}

}  // namespace aksis::access
