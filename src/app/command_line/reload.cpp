#include "app/command_line/reload.hpp"

#include "base/log.hpp"

namespace aksis::app {
namespace {

std::string sentence(const Error& error) {
  auto out = error.message;
  for (const auto& detail : error.details) out += "; " + detail.pointer + ": " + detail.message;
  return out;
}

bool takes_effect(const Path& path) {
  const bool of_module = path.size() > 2 && path[0] == "modules";
  return of_module || dotted(path) == "server.tls_certificate" || dotted(path) == "server.tls_key";
}

// The keys whose new values wait for a restart, with commas.
std::string waiting(const Config& started, const Config& now) {
  std::string out;
  for (const auto& [path, setting] : now.all()) {
    const auto before = started.all().find(path);
    const bool same = before != started.all().end() && before->second.json == setting.json;
    if (!same && !takes_effect(path)) out += (out.empty() ? "" : ", ") + dotted(path);
  }
  return out;
}

Status renew_certificate(const Config& started, const Config& now, http::Server& server) {
  const auto tls = tls_of(now);
  if (tls) return server.renew_certificate(*tls);
  if (!tls_of(started)) return {};
  return invalid("the configuration names no certificate any more: restart to serve plain HTTP");
}

}  // namespace

std::optional<http::Tls> tls_of(const Config& config) {
  const auto certificate = config.text("server.tls_certificate");
  if (certificate.empty()) return std::nullopt;
  return http::Tls{certificate, config.text("server.tls_key"), false};
}

void reload(const Context& context, Instance& instance, http::Server& server) {
  const Config& started = *context.config;
  auto config = load_config(sources_of(context.globals));
  if (!config.ok())
    return log::error("app", "the configuration stays as it was: " + sentence(config.error()));
  if (const auto renewed = renew_certificate(started, *config, server); !renewed.ok())
    log::error("app", "the certificate stays as it was: " + sentence(renewed.error()));
  if (const auto keys = waiting(started, *config); !keys.empty())
    log::warning("app", "these settings have changed and wait for a restart: " + keys);
  instance.take_module_sections(std::move(config).value());
  log::info("app", "the configuration was read again");
}

}  // namespace aksis::app
