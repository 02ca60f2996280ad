#include "app/instance/public_address.hpp"

#include <fmt/format.h>

namespace aksis::app {

PublicAddress public_address(const Config& config) {
  PublicAddress out;
  out.party.name = "aksis";
  auto url = config.text("server.public_url");
  while (url.ends_with('/')) url.pop_back();
  if (url.empty()) {
    out.party.id = "localhost";
    const bool tls = !config.text("server.tls_certificate").empty();
    out.party.origins = {
        fmt::format("{}://localhost:{}", tls ? "https" : "http", config.integer("server.port"))};
    return out;
  }
  out.origins = {url};
  out.party.origins = {url};
  const auto host = url.substr(url.find("://") == std::string::npos ? 0 : url.find("://") + 3);
  out.party.id = host.substr(0, host.find(':'));
  return out;
}

}  // namespace aksis::app
