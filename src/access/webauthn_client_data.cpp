#include "access/webauthn_client_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/json.hpp"
#include "base/identity.hpp"

namespace aksis::access {
namespace {

constexpr size_t kClientDataBytesMax = 4096;

Result<json::Document> parse(std::string_view text) {
  if (text.size() > kClientDataBytesMax)
    return Error{
        Code::too_large,
        fmt::format("the client data of a passkey is longer than {} bytes", kClientDataBytesMax),
        {}};
  auto document = json::parse(text);
  if (!document) return prefixed("the client data of the passkey", document.error());
  if (!document->IsObject()) return invalid("the client data of a passkey is no JSON object");
  return document;
}

// Host of "https://host[:port]"; empty when the origin has another form.
std::string_view host_of(std::string_view origin) {
  const auto start = origin.find("://");
  if (start == std::string_view::npos) return {};
  const auto host = origin.substr(start + 3);
  if (host.find('/') != std::string_view::npos) return {};
  return host.substr(0, host.rfind(':'));
}

bool below(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

}  // namespace

Status check_relying_party(const RelyingParty& party) {
  if (party.id.empty() || party.origins.empty())
    return invalid("passkeys need the domain and at least one origin of this server");
  for (const auto& origin : party.origins) {
    const auto host = host_of(origin);
    if (!below(host, party.id))
      return invalid(fmt::format("the origin {} does not lie in {}, the domain of the passkeys",
                                 origin, party.id));
    // Browsers offer passkeys on secure pages; "localhost" counts as one.
    if (!origin.starts_with("https://") && host != "localhost")
      return invalid(fmt::format("the origin {} is not https: no browser offers passkeys", origin));
  }
  return {};
}

Result<std::string> shown_challenge(std::string_view client_data_json) {
  AKSIS_ASSIGN(data, parse(client_data_json));
  const auto challenge = json::text(data, "challenge");
  if (challenge.empty()) return invalid("the client data of the passkey has no challenge");
  return std::string(challenge);
}

Status check_client_data(std::string_view client_data_json, Ceremony ceremony,
                         std::string_view challenge, const RelyingParty& party) {
  AKSIS_ASSIGN(data, parse(client_data_json));
  const auto type = ceremony == Ceremony::registration ? "webauthn.create" : "webauthn.get";
  if (json::text(data, "type") != type)
    return invalid(fmt::format("the client data of the passkey is not of type {}", type));
  if (challenge.empty() || !equal_secrets(json::text(data, "challenge"), challenge))
    return invalid("the passkey answers another challenge than the one given out");
  const auto origin = json::text(data, "origin");
  if (std::find(party.origins.begin(), party.origins.end(), origin) == party.origins.end())
    return invalid(
        "the passkey was used on a page of another origin; open the server at the "
        "address the configuration names");
  const auto* crossed = json::member(data, "crossOrigin");
  if ((crossed && !crossed->IsFalse()) || json::member(data, "topOrigin"))
    return invalid("the passkey was used inside a frame of another site");
  return {};
}

}  // namespace aksis::access
