#include "http/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "base/log.hpp"
#include "http/connection.hpp"
#include "http/file_limit.hpp"
#include "http/listener.hpp"

namespace aksis::http {
namespace asio = boost::asio;

namespace {

constexpr size_t kIoThreadsMax = 4;
constexpr size_t kIoThreadsMin = 2;  // one may be busy with a short read
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr std::chrono::milliseconds kAfterCut{2'000};

size_t io_thread_count(size_t wanted) {
  if (wanted) return std::max(wanted, kIoThreadsMin);
  const size_t cores = std::thread::hardware_concurrency();
  return std::clamp(cores, kIoThreadsMin, kIoThreadsMax);
}

}  // namespace

struct Server::State {
  std::shared_ptr<Core> core;
  std::shared_ptr<Listener> tcp, local;
  std::string address;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  asio::steady_timer sweeper;
  std::vector<std::thread> threads;
  bool stopped = false;

  State(std::shared_ptr<Core> made, std::string where)
      : core(std::move(made)),
        address(std::move(where)),
        work(core->io.get_executor()),
        sweeper(core->io) {}

  void sweep() {
    sweeper.expires_after(kSweepEvery);
    sweeper.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      const auto now = std::chrono::steady_clock::now();
      for (const auto& connection : core->connections.all()) connection->sweep(now);
      core->service.metrics().set_connections(core->connections.count());
      core->service.metrics().set_queued(core->workers.queued());
      core->service.metrics().set_refused_addresses(core->service.refused_addresses());
      sweep();
    });
  }

  void run() {
    while (true) {
      try {
        core->io.run();
        return;
      } catch (const std::exception& defect) {
        log::error("http", std::string("an io thread met a defect: ") + defect.what());
      }
    }
  }
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  if (auto stopped = stop(); !stopped) log::error("http", stopped.error().message);
}

Result<std::unique_ptr<Server>> Server::start(const operations::Registry& registry,
                                              Options options) {
  options.limits = within_file_limit(options.limits);
  const auto threads = io_thread_count(options.io_threads);
  auto core = std::make_shared<Core>(registry, options, threads);
  if (options.tls) {
    AKSIS_ASSIGN(tls, make_tls(*options.tls));
    // Served all the same: who asks sees it too, and a restart at night does not end in nothing.
    const auto valid = check_validity(tls, options.tls->certificate_path);
    if (!valid) log::warning("http", valid.error().message);
    core->tls.set(std::move(tls));
  }
  auto state = std::make_unique<State>(core, options.address);
  AKSIS_ASSIGN(tcp, listen_tcp(core, options.address, options.port));
  state->tcp = std::move(tcp);
  if (!options.socket_path.empty()) {
    AKSIS_ASSIGN(local, listen_local(core, options.socket_path));
    state->local = std::move(local);
  }
  state->tcp->start();
  if (state->local) state->local->start();
  state->sweep();
  for (size_t i = 0; i < threads; ++i)
    state->threads.emplace_back([state = state.get()] { state->run(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

uint16_t Server::port() const {
  return state_->tcp->port();
}

std::string Server::url() const {
  const bool v6 = state_->address.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", state_->core->tls.get() ? "https" : "http",
                     v6 ? "[" + state_->address + "]" : state_->address, port());
}

Status Server::renew_certificate(const Tls& tls) {
  if (!state_->core->tls.get())
    return invalid(
        fmt::format("the server speaks plain HTTP; restart it to serve with the certificate {}",
                    tls.certificate_path));
  AKSIS_ASSIGN(context, make_tls(tls));
  AKSIS_TRY(check_validity(context, tls.certificate_path));
  const auto until = valid_until(context);
  state_->core->tls.set(std::move(context));
  log::info("http", fmt::format("new connections get the certificate {}, valid until {}",
                                tls.certificate_path, until));
  return {};
}

void Server::publish(std::string_view topic, std::string_view data, Audience audience) {
  state_->core->feed.publish(topic, data, std::move(audience));
}

Status Server::stop() {
  auto& state = *state_;
  if (state.stopped) return {};
  state.stopped = true;
  auto& core = *state.core;
  core.draining = true;
  core.service.set_draining();
  state.tcp->close();
  if (state.local) state.local->close();
  for (const auto& connection : core.connections.all()) connection->drain();
  if (!core.connections.wait_until_empty(core.limits.drain)) {
    for (const auto& connection : core.connections.all()) connection->cut();
    core.connections.wait_until_empty(kAfterCut);
  }
  const bool ended = core.workers.stop(kAfterCut);
  core.io.stop();
  for (auto& thread : state.threads) thread.join();
  if (ended) return {};
  return Error{
      Code::timeout,
      "these operations do not end although they were told to stop: " + core.running.names(),
      {}};
}

}  // namespace aksis::http
