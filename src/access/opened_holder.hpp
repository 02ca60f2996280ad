// What access keeps of a person: who opened their record without a relation and why, and who opened
// it on which day. See privacy/holder.hpp.
#pragma once

#include "audit/sealed_reason.hpp"
#include "privacy/holder.hpp"

namespace aksis::access {

privacy::Holder opened_holder(audit::Unsealer open);

}  // namespace aksis::access
