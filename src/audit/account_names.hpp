// How accounts are called, for layers below the one that knows them. Inside a body, on its thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "storage/database.hpp"

namespace aksis::audit {

// Empty: unknown.
using AccountName =
    std::function<Result<std::string>(storage::Transaction& tx, std::string_view account)>;

// The names that one answer shows, each asked for once. Without `ask` all are unknown.
class AccountNames {
 public:
  AccountNames(storage::Transaction& tx, const AccountName& ask) : tx_(tx), ask_(ask) {}
  Result<std::string> of(std::string_view account) {
    if (!ask_) return std::string();
    const auto known = names_.find(account);
    if (known != names_.end()) return known->second;
    AKSIS_ASSIGN(name, ask_(tx_, account));
    return names_.emplace(account, std::move(name)).first->second;
  }

 private:
  storage::Transaction& tx_;
  const AccountName& ask_;
  std::map<std::string, std::string, std::less<>> names_;
};

}  // namespace aksis::audit
