// Second factors of every kind, and where further kinds (passkeys) plug in.
// add(): at start, main thread. The rest: on a transaction, inside a body.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

struct Factor {
  std::string kind;  // "totp", "passkey"
  std::string id;    // UUIDv7
  std::string label;
  Micros created_at = 0;
};

// One kind of factor. Recovery codes are none: they stand in for one that is lost.
class FactorKind {
 public:
  virtual ~FactorKind() = default;
  virtual std::string_view name() const = 0;
  // Those that serve: confirmed ones, by id.
  virtual Result<std::vector<Factor>> list(storage::Transaction& tx,
                                           std::string_view account) const = 0;
  virtual Status remove(storage::Transaction& tx, std::string_view account,
                        std::string_view id) const = 0;
};
std::unique_ptr<FactorKind> totp_kind();

// Said where the last second factor of an account would go.
Error last_factor();

class Factors {
 public:
  void add(std::unique_ptr<FactorKind> kind) { kinds_.push_back(std::move(kind)); }

  Result<std::vector<Factor>> list(storage::Transaction& tx, std::string_view account) const;
  // The names of what the account can show: kinds it has, and "recovery" while codes are left.
  Result<std::vector<std::string>> ways(storage::Transaction& tx, std::string_view account) const;
  // Code::not_found: none of that id. Code::conflict: it is the last one, a human needs one.
  Result<Factor> remove(storage::Transaction& tx, std::string_view account,
                        std::string_view id) const;
  // Every one but `id`: after a reset.
  Status remove_others(storage::Transaction& tx, std::string_view account,
                       std::string_view id) const;

 private:
  const FactorKind& kind(std::string_view name) const;
  std::vector<std::unique_ptr<FactorKind>> kinds_;
};

}  // namespace aksis::access
