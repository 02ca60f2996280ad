// What the browser says of a passkey ceremony: clientDataJSON (Web Authentication Level 2, 5.8.1).
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

// Whom the passkeys are for. From the configuration; values.
struct RelyingParty {
  std::string id;                    // "aksis.example.fr": the host, or a domain above it
  std::string name;                  // shown by authenticators
  std::vector<std::string> origins;  // "https://aksis.example.fr"; compared as text
};

// Refuses what no browser would take: an empty id, no origin, an origin outside of the id's domain,
// one that is neither https nor loopback.
Status check_relying_party(const RelyingParty& party);

enum class Ceremony { registration, assertion };

// The challenge inside, as base64url, before anything is believed: to find the one given out.
// Code::invalid: no JSON object with a challenge of text.
Result<std::string> shown_challenge(std::string_view client_data_json);

// Code::invalid with a sentence: JSON that is not strict, another type of ceremony, another
// challenge, an origin not in the list, a page framed by another site.
Status check_client_data(std::string_view client_data_json, Ceremony ceremony,
                         std::string_view challenge, const RelyingParty& party);

}  // namespace aksis::access
