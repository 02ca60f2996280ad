// Closing and opening accounts. Any thread; waits for the database, so never inside a body.
#pragma once

#include <string_view>

#include "access/parts.hpp"

namespace aksis::access {

// Ends its sessions, links and known devices in the same transaction. Code::conflict: the last
// administrator, or not to be closed from its state.
Result<Account> disable_account(const Parts& parts, std::string_view account, std::string_view by,
                                std::string_view reason);
// By the system: like disable, but the last administrator may be stopped too.
Result<Account> lock_account(const Parts& parts, std::string_view account, std::string_view reason);
// Active again when it has a second factor, else invited. What waited for a review is done.
// Code::conflict: there is nothing to enable, or an alarm of mass reading is to be settled first.
Result<Account> enable_account(const Parts& parts, std::string_view account, std::string_view by);

}  // namespace aksis::access
