#include "audit/witness.hpp"

#include <fmt/format.h>

namespace aksis::audit {
namespace {

constexpr std::string_view kFile = "file:", kTcp = "syslog+tcp://", kUdp = "syslog+udp://";

Result<std::unique_ptr<Witness>> syslog_of(const std::string& address, std::string_view scheme) {
  const auto where = address.substr(scheme.size());
  const auto colon = where.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == where.size())
    return said(
        Code::invalid,
        fmt::format("the witness {} needs host and port: {}host:514", address, scheme),
        fmt::format("Donnez l’hôte et le port du témoin {} : {}hôte:514.", address, scheme));
  auto host = where.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return make_syslog_witness(host, where.substr(colon + 1), scheme == kTcp);
}

}  // namespace

Result<std::unique_ptr<Witness>> make_witness(const std::string& address) {
  if (address.starts_with(kFile)) return make_file_witness(address.substr(kFile.size()));
  if (address.starts_with(kTcp)) return syslog_of(address, kTcp);
  if (address.starts_with(kUdp)) return syslog_of(address, kUdp);
  if (address.starts_with("https://") || address.starts_with("http://"))
    return make_http_witness(address);
  return said(Code::invalid,
              fmt::format("'{}' names no witness: file:/path, https://…, syslog+tcp://host:port "
                          "or syslog+udp://host:port",
                          address),
              fmt::format("« {} » ne désigne pas un témoin : file:/chemin, https://…, "
                          "syslog+tcp://hôte:port ou syslog+udp://hôte:port.",
                          address));
}

}  // namespace aksis::audit
