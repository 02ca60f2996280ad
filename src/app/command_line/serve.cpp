#include "app/command_line/serve.hpp"

#include <unistd.h>

#include <cstdio>

#include "app/command_line/exit_codes.hpp"
#include "app/command_line/reload.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/stop_signal.hpp"
#include "app/instance/audience.hpp"
#include "app/instance/public_address.hpp"
#include "app/instance/topics.hpp"
#include "base/log.hpp"
#include "console/files.hpp"
#include "http/server.hpp"

namespace aksis::app {
namespace {

log::Level level_of(const std::string& name) {
  if (name == "debug") return log::Level::debug;
  if (name == "warning") return log::Level::warning;
  return name == "error" ? log::Level::error : log::Level::info;
}

http::Limits limits_of(const Config& config) {
  const auto count = [&](const char* key) { return static_cast<size_t>(config.integer(key)); };
  const auto seconds = [&](const char* key) { return std::chrono::seconds(config.integer(key)); };
  http::Limits limits;
  limits.workers = count("server.workers");
  limits.connections = count("server.connections_max");
  limits.connections_per_address = count("server.connections_per_address_max");
  limits.requests_per_second = static_cast<double>(count("server.requests_per_second_max"));
  limits.requests_queued = count("server.queue_max");
  limits.header_bytes = count("server.header_kib_max") * 1024;
  limits.body_bytes = count("server.body_kib_max") * 1024;
  limits.header_time = seconds("server.header_timeout_s");
  limits.write_time = seconds("server.write_timeout_s");
  limits.keep_alive = seconds("server.keep_alive_s");
  limits.drain = seconds("server.drain_s");
  return limits;
}

// nullptr: this program was built without the console.
Result<std::shared_ptr<const http::Assets>> assets_of(const std::string& folder,
                                                      Instance& instance) {
  if (folder.empty() && !console::is_embedded()) return std::shared_ptr<const http::Assets>();
  auto assets = std::make_shared<http::Assets>();
  AKSIS_TRY(console::add_files(*assets, folder));
  if (const auto* modules = instance.modules())
    AKSIS_TRY(console::add_module_files(*assets, *modules, !folder.empty()));
  return std::shared_ptr<const http::Assets>(std::move(assets));
}

http::Options options_of(const Config& config, Instance& instance) {
  http::Options options;
  options.address = config.text("server.address");
  options.port = static_cast<uint16_t>(config.integer("server.port"));
  options.socket_path = instance.folder().socket();
  options.tls = tls_of(config);
  options.limits = limits_of(config);
  options.authenticate = [&instance](const http::Credentials& credentials) {
    return instance.protection().authenticate(credentials.key, credentials.session,
                                              credentials.peer);
  };
  options.origins = public_address(config).origins;
  options.topic_permission = topic_permission;
  options.metrics = [&instance] { return instance.metrics(); };
  options.idempotency = instance.idempotency();
  options.upload_folder = instance.folder().temporary();
  return options;
}

// The first start's one-time link, with which the first administrator makes their account. Made
// once the server listens, so that a start that fails leaves none that nobody has seen.
Result<std::string> setup_token(access::Access& access) {
  auto link = access.invitations().make_setup_link();
  if (link.ok()) return link->token;
  if (link.error().code == Code::conflict) return std::string();  // there are accounts
  return link.error();
}

void announce(const std::string& url, const std::string& token, const std::string& key) {
  std::string line = "ready " + url;
  if (!token.empty()) line += " setup=" + token;
  if (!key.empty()) line += " key=" + key;
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

void explain(const Context& context, const std::string& url, const std::string& token) {
  if (::isatty(STDOUT_FILENO) == 0) return;
  if (!token.empty())
    std::fputs(context
                   .text("Personne n’a encore de compte. Ce jeton crée celui de l’administrateur, "
                         "une fois, dans les 30 minutes : POST " +
                             url +
                             "/api/v1/setup "
                             "(docs/admin). `aksis user setup-link` en donne un autre.\n",
                         "Nobody has an account yet. This token makes the administrator's, once, "
                         "within 30 minutes: POST " +
                             url +
                             "/api/v1/setup (docs/admin). `aksis "
                             "user setup-link` gives another.\n")
                   .c_str(),
               stderr);
  std::fputs(context.text("Ctrl-C arrête le serveur.\n", "Ctrl-C stops the server.\n").c_str(),
             stderr);
}

}  // namespace

Result<std::unique_ptr<Instance>> open_to_serve(const Config& config, bool create,
                                                const Clock& clock) {
  log::set_level(level_of(config.text("log.level")));
  if (::isatty(STDERR_FILENO) != 0) log::set_readers(log::Readers::people);
  return Instance::open(config, create, Instance::Use::server, clock);
}

int serve(const Context& context, const Config& config, std::unique_ptr<Instance> instance,
          const Serving& serving) {
  const auto fail = [&](const Error& error) {
    report(error, context);
    return start_exit_code(error.code);
  };
  auto options = options_of(config, *instance);
  auto assets = assets_of(serving.assets, *instance);
  if (!assets.ok()) return fail(assets.error());
  options.assets = std::move(*assets);
  auto server = http::Server::start(instance->registry(), std::move(options));
  if (!server.ok()) {
    report(server.error(), context);
    return kUnavailable;
  }
  const auto listener = instance->dispatcher().listen([&](const events::Event& event) {
    (*server)->publish(event.type, event.json(),
                       audience_of(instance->database(), context.clock, event.type, event.data));
  });
  const auto token = setup_token(instance->protection().access());
  if (!token.ok()) return fail(token.error());
  announce((*server)->url(), *token, serving.key);
  explain(context, (*server)->url(), *token);
  if (serving.when_ready) serving.when_ready((*server)->url(), serving.key);
  while (wait_for_signal()) reload(context, *instance, **server);
  release_stop_signals();
  log::info("app", "stopping");
  instance->dispatcher().forget(listener);
  if (const auto drained = (*server)->stop(); !drained.ok()) {
    // Their threads use the modules and the database: nothing may be taken down below them.
    report(drained.error(), context);
    std::fflush(nullptr);
    ::_exit(kRefused);
  }
  server->reset();
  instance.reset();
  log::info("app", "stopped");
  return kDone;
}

}  // namespace aksis::app
