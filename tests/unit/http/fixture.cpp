#include "fixture.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/identity.hpp"

namespace aksis::http::test {
namespace {

constexpr std::chrono::seconds kPatience{10};

using operations::Call;
using operations::Kind;
using operations::Operation;

Operation operation(std::string id, Kind kind, std::string method, std::string path,
                    std::string schema, operations::Handler handler) {
  Operation out;
  out.id = std::move(id);
  out.module = "test";
  out.kind = kind;
  out.method = std::move(method);
  out.path = std::move(path);
  out.permission = "test";
  out.input_schema = std::move(schema);
  out.handler = std::move(handler);
  return out;
}

Status echo(Call& call) {
  call.respond(json::dump(call.input()));
  return {};
}

std::string read_file(std::string_view path) {
  std::ifstream file{std::string(path), std::ios::binary};
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

void Gate::open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
  opened_.notify_all();
}

bool Gate::wait() {
  std::unique_lock lock(mutex_);
  return opened_.wait_for(lock, kPatience, [&] { return is_open_; });
}

bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

Result<IdempotencyStore::Claim> MemoryIdempotency::claim(const IdempotencyKey& key,
                                                         std::string_view body_hash) {
  const std::lock_guard lock(mutex_);
  auto [entry, fresh] = entries_.try_emplace(key.principal + key.operation + key.key,
                                             Entry{std::string(body_hash), false, {}});
  const auto& [hash, done, answer] = entry->second;
  if (fresh) return Claim{};
  if (hash != body_hash) return Claim{State::mismatch, {}};
  return done ? Claim{State::done, answer} : Claim{State::running, {}};
}

Status MemoryIdempotency::finish(const IdempotencyKey& key, const StoredAnswer& answer) {
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[key.principal + key.operation + key.key];
  entry.done = true;
  entry.answer = answer;
  return {};
}

void MemoryIdempotency::release(const IdempotencyKey& key) {
  const std::lock_guard lock(mutex_);
  entries_.erase(key.principal + key.operation + key.key);
}

void Fixture::add_items() {
  const std::string item = R"({"type":"object","properties":{
      "item":{"type":"string"},"name":{"type":"string","maxLength":2000000},
      "limit":{"type":"integer","minimum":1,"default":20}}})";
  REQUIRE(
      registry.add(operation("items.read", Kind::read, "GET", "/items/{item}", item, echo)).ok());
  REQUIRE(registry.add(operation("items.list", Kind::read, "GET", "/items", item, echo)).ok());
  const auto create = [this](Call& call) {
    if (json::text(call.input(), "name") == "refused")
      return Status(Error{Code::conflict, "it is refused", {}});
    call.respond("{\"count\":" + std::to_string(++created) + "}");
    return Status();
  };
  REQUIRE(
      registry.add(operation("items.create", Kind::write, "POST", "/items", item, create)).ok());
  auto change = operation("items.change", Kind::write, "PUT", "/items/{item}", item,
                          [](Call& call) -> Status {
                            if (!call.if_match.empty() && call.if_match != "v1")
                              return Error{Code::stale, "somebody changed it; read it again", {}};
                            call.etag = "v2";
                            call.respond("{}");
                            return {};
                          });
  change.needs_version = true;
  REQUIRE(registry.add(std::move(change)).ok());
  REQUIRE(registry
              .add(operation("items.delete", Kind::write, "DELETE", "/items/{item}", item,
                             [](Call&) { return Status(); }))
              .ok());
  auto import = operation("items.import", Kind::write, "POST", "/items/import",
                          R"({"type":"object","required":["path"],
                              "properties":{"path":{"type":"string"}}})",
                          [](Call& call) -> Status {
                            const auto content = read_file(json::text(call.input(), "path"));
                            json::Writer out;
                            out.object().member("bytes", content.size());
                            call.respond(out.member("hash", sha256_hex(content)).end().text());
                            return {};
                          });
  import.upload = operations::Upload{"path", {"text/csv"}, 3 * 1024 * 1024};
  REQUIRE(registry.add(std::move(import)).ok());
}

void Fixture::add_slow() {
  const std::string nothing = R"({"type":"object"})";
  auto wait = operation("slow.wait", Kind::write, "POST", "/slow", nothing, [this](Call& call) {
    ++waiting;
    gate.wait();
    --waiting;
    if (call.stop->load()) ++stopped;
    call.respond("{}");
    return Status();
  });
  wait.deadline = std::chrono::milliseconds(0);
  REQUIRE(registry.add(std::move(wait)).ok());
  auto stuck = operation("slow.stuck", Kind::read, "GET", "/stuck", nothing, [this](Call& call) {
    ++waiting;
    eventually([&] { return call.stop->load(); });
    --waiting;
    ++stopped;
    return Status(Error{Code::cancelled, "stopped", {}});
  });
  stuck.deadline = std::chrono::milliseconds(50);
  REQUIRE(registry.add(std::move(stuck)).ok());
  auto count = operation(
      "slow.count", Kind::task, "POST", "/count",
      R"({"type":"object","properties":{"fail":{"type":"boolean"},"wait":{"type":"boolean"},
          "hold":{"type":"boolean"}}})",
      [this](Call& call) -> Status {
        if (call.on_progress) call.on_progress(1, 2, "half \"done\"");
        ++waiting;
        if (json::boolean(call.input(), "hold")) gate.wait();
        if (json::boolean(call.input(), "wait")) eventually([&] { return call.stop->load(); });
        --waiting;
        if (call.stop->load()) {
          ++stopped;
          return Error{Code::cancelled, "stopped", {}};
        }
        if (json::boolean(call.input(), "fail")) return Error{Code::conflict, "it failed", {}};
        call.respond(R"({"counted":2})");
        return {};
      });
  count.deadline = std::chrono::milliseconds(0);
  REQUIRE(registry.add(std::move(count)).ok());
  REQUIRE(registry
              .add(operation("broken.throw", Kind::read, "GET", "/broken", nothing,
                             [](Call&) -> Status { throw std::runtime_error("a defect"); }))
              .ok());
}

void Fixture::add_sign_in() {
  auto open = operation("session.start", Kind::write, "POST", "/session",
                        R"({"type":"object","properties":{"right":{"type":"boolean"}}})",
                        [](Call& call) -> Status {
                          if (!json::boolean(call.input(), "right")) {
                            call.cookies.push_back({"aksis_session", "", 0});
                            return Error{Code::unauthenticated, "wrong", {}};
                          }
                          call.cookies.push_back({"aksis_session", kSession, 60});
                          call.respond(json::Writer()
                                           .object()
                                           .member("who", call.principal().id)
                                           .member("peer", call.origin.peer)
                                           .member("device", call.origin.device)
                                           .member("agent", call.origin.user_agent)
                                           .end()
                                           .text());
                          return {};
                        });
  open.open = true;
  open.permission.clear();
  REQUIRE(registry.add(std::move(open)).ok());
}

Fixture::Fixture(Options options) {
  folder = (std::filesystem::temp_directory_path() / ("aksis-http-" + random_hex(8))).string();
  std::filesystem::create_directory(folder);
  add_items();
  add_slow();
  add_sign_in();
  options.upload_folder = folder;
  options.socket_path = folder + "/socket";
  if (!options.idempotency) options.idempotency = std::make_shared<MemoryIdempotency>();
  options.authenticate = [this](const Credentials& given) -> Result<operations::Principal> {
    if (given.key == kKey && !revoked) return operations::Principal{"key:test", false, {"test"}};
    if (given.key == "other") return operations::Principal{"key:other", false, {}};
    if (given.key.empty() && given.session == kSession)
      return operations::Principal{"account:test", false, {"test"}};
    return Error{Code::unauthenticated, "give the key of this server as a bearer token", {}};
  };
  auto started = Server::start(registry, std::move(options));
  INFO((started ? "" : started.error().message));
  REQUIRE(started.ok());
  server = std::move(*started);
}

Fixture::~Fixture() {
  gate.open();
  server.reset();
  std::filesystem::remove_all(folder);
}

Client Fixture::client() {
  auto made = Client::over_tcp("127.0.0.1", server->port());
  REQUIRE(made.ok());
  made->set_timeout(kPatience);
  return std::move(*made);
}

Answer Fixture::send(const Request& what) {
  auto answer = client().send(what);
  INFO((answer ? "" : answer.error().message));
  REQUIRE(answer.ok());
  return std::move(*answer);
}

Answer Fixture::get(const std::string& target) {
  return send(request("GET", target));
}

Request request(std::string method, std::string target, std::string body,
                std::vector<std::pair<std::string, std::string>> headers) {
  Request out{std::move(method), std::move(target), std::move(headers), std::move(body)};
  out.headers.emplace_back("Authorization", std::string("Bearer ") + kKey);
  bool typed = out.body.empty();
  for (const auto& [name, value] : out.headers) typed = typed || name == "Content-Type";
  if (!typed) out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

RawConnection::RawConnection(uint16_t port) : handle_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  REQUIRE(::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), rest_(std::move(other.rest_)) {}

RawConnection::~RawConnection() {
  close();
}

void RawConnection::close() {
  if (handle_ >= 0) ::close(handle_);
  handle_ = -1;
}

void RawConnection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(size));
  }
}

bool RawConnection::has_bytes() const {
  pollfd one{handle_, POLLIN, 0};
  return ::poll(&one, 1, 0) > 0;
}

std::string RawConnection::read_until(std::string_view end) {
  char block[4096];
  const auto until = std::chrono::steady_clock::now() + kPatience;
  size_t found = std::string::npos;
  while (end.empty() || (found = rest_.find(end)) == std::string::npos) {
    pollfd one{handle_, POLLIN, 0};
    if (::poll(&one, 1, 10'000) <= 0 || std::chrono::steady_clock::now() > until) break;
    const auto size = ::recv(handle_, block, sizeof(block), 0);
    if (size <= 0) break;
    rest_.append(block, static_cast<size_t>(size));
  }
  auto out = rest_.substr(0, found == std::string::npos ? found : found + end.size());
  rest_.erase(0, out.size());
  return out;
}

}  // namespace aksis::http::test
