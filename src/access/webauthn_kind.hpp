// Passkeys as a kind of second factor, beside authenticator apps. See factors.hpp.
#pragma once

#include <memory>

#include "access/factors.hpp"

namespace aksis::access {

std::unique_ptr<FactorKind> passkey_kind();

}  // namespace aksis::access
