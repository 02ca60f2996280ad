// The operations of access, and what they share. Main thread, at start; `access` outlives the
// registry.
#pragma once

#include <string>
#include <string_view>

#include "access/access.hpp"
#include "operations/registry.hpp"

namespace aksis::access {

Status add_session_operations(operations::Registry& registry, Access& access);
Status add_factor_operations(operations::Registry& registry, Access& access);
Status add_link_operations(operations::Registry& registry, Access& access);
Status add_account_operations(operations::Registry& registry, Access& access);
Status add_account_session_operations(operations::Registry& registry, Access& access);
Status add_colleague_operations(operations::Registry& registry, storage::Database& database);

using operations::object_schema;
// The properties of what answer_opened() writes.
std::string opened_schema();

// The live session of the caller's cookie. Code::unauthenticated: none.
Result<Session> session_of(Access& access, const operations::Call& call);
// Writes the answer and the cookies of a session that got a token.
void answer_opened(operations::Call& call, const Access& access, const Opened& opened);
void write_session(json::Writer& out, const Session& session, const SessionLimits& limits);
std::string session_schema();

}  // namespace aksis::access
