// Whose records a caller reaches, in the terms of relations.hpp: the same question that the gate
// asks of one person, for what lists or finds several. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "operations/operation.hpp"
#include "record/relations.hpp"

namespace aksis::record {

// Nothing: everybody, for the host, the local command line and programs given every record.
// The follower borrows from `caller`.
inline std::optional<Follower> reach_of(const operations::Principal& caller,
                                        std::string_view permission) {
  const auto scope = caller.scope_of(permission).value_or(operations::Scope::own);
  if (caller.account.empty() &&
      !(caller.id.starts_with("client:") && scope != operations::Scope::all))
    return std::nullopt;
  return Follower{caller.account, scope >= operations::Scope::agency
                                      ? std::string_view(caller.organisation)
                                      : std::string_view()};
}

}  // namespace aksis::record
