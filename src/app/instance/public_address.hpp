// Where browsers find this server: what links, cookies and passkeys are bound to. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "access/webauthn_client_data.hpp"
#include "app/config/config.hpp"

namespace aksis::app {

struct PublicAddress {
  std::vector<std::string> origins;  // beyond the address it listens on; see http::Options
  access::RelyingParty party;
};

// From server.public_url; without one, this machine's "localhost" at the port listened on.
PublicAddress public_address(const Config& config);

}  // namespace aksis::app
