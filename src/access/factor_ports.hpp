// What passkeys and providers of identity are given of accounts and sessions. See
// webauthn_ports.hpp.
#pragma once

#include "access/access.hpp"
#include "access/webauthn_ports.hpp"

namespace aksis::access {

// `access` outlives the ports.
FactorPorts factor_ports(Access& access);

}  // namespace aksis::access
