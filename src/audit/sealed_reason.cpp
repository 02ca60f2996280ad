#include "audit/sealed_reason.hpp"

#include "audit/merkle.hpp"

namespace aksis::audit {

using storage::Transaction;

Result<std::string> seal_reason(Transaction& tx, const Sealer& seal, std::string_view person,
                                std::string_view reason) {
  if (!seal) return internal("nothing seals the reasons of broken glass here");
  AKSIS_ASSIGN(sealed, seal(tx, person, reason));
  return std::string(kSealedPrefix) + to_base64(sealed);
}

Result<std::string> open_reason(Transaction& tx, const Unsealer& open, std::string_view person,
                                std::string_view kept) {
  if (!kept.starts_with(kSealedPrefix)) return std::string(kept);
  const auto sealed = from_base64(kept.substr(kSealedPrefix.size()));
  if (!sealed || !open) return std::string();
  return open(tx, person, *sealed);
}

}  // namespace aksis::audit
