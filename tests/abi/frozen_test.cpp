// A module built against the headers of version 1.0 works in the host of today, every function of
// it.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "kept_people.hpp"
#include "modules/manifest.hpp"
#include "modules/resolve.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

// Answers one request on the loopback with "hello".
class OneFile {
 public:
  OneFile() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(socket_, 1) == 0);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneFile() {
    shutdown(socket_, SHUT_RDWR);
    close(socket_);
    thread_.join();
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  void serve() const {
    const int client = accept(socket_, nullptr, nullptr);
    if (client < 0) return;
    char request[2048];
    (void)!read(client, request, sizeof request);
    constexpr std::string_view kAnswer =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    (void)!write(client, kAnswer.data(), kAnswer.size());
    close(client);
  }
  int socket_;
  uint16_t port_ = 0;
  std::thread thread_;
};

void add_paris(storage::Database& database) {
  REQUIRE(database
              .write([](storage::Transaction& tx) -> Status {
                for (const auto* sql :
                     {"INSERT INTO core_territory (kind, code, name) VALUES ('nation', 'FR', "
                      "'France')",
                      "INSERT INTO core_commune (code, name, name_fold, employment_area, "
                      "department, region, population) VALUES ('75056', 'Paris', 'paris', '', '', "
                      "'', 2100000)"})
                  AKSIS_TRY(tx.execute(sql, {}));
                return {};
              })
              .ok());
}

}  // namespace

TEST_CASE("a module built against the 1.0 headers exercises every function") {
  OneFile server;
  TestHost host;
  host.folder.add_fixture("frozen", "modules/frozen");
  host.options.config = [&](std::string_view) -> Result<std::string> {
    return R"({"source":")" + server.address() + "\"}";
  };
  KeptPeople people(*host.database, host.folder.path(), host.clock);
  people.offer(host.options);
  people.offer_operations(*host.registry);
  add_paris(*host.database);
  const auto loaded = host.load();
  INFO((loaded.ok() ? "" : loaded.error().message));
  REQUIRE(loaded.ok());
  REQUIRE(host.run("people.create", R"({"birth_name":"Ferrand"})").ok());
  const std::string person(json::text(*json::parse(host.answer), "id"));
  REQUIRE(host.host->config_changed("frozen").ok());

  const auto done = host.run("frozen.exercise", R"({"id":"x","address":")" + server.address() +
                                                    R"(data","person":")" + person + "\"}");
  INFO((done.ok() ? "" : done.error().message));
  REQUIRE(done.ok());
  const auto report = json::parse(host.answer);
  REQUIRE(report.ok());
  CHECK(report->MemberCount() == 45);
  for (const auto& one : report->GetObject()) {
    INFO(json::text(one.name));
    CHECK(one.value.IsTrue());
  }
  CHECK(host.etag == "v1");
  CHECK(host.published ==
        std::vector<std::pair<std::string, std::string>>{{"frozen.done/1", R"({"id":"1"})"}});
  CHECK(host.jobs == std::vector<std::string>{"frozen.echo", "privacy.scrub"});
  CHECK(host.repeated == std::vector<std::string>{"frozen.echo"});

  REQUIRE(host.subscriptions.size() == 1);
  CHECK(host.subscriptions[0].module == "frozen");
  CHECK(
      host.subscriptions[0].deliver(R"({"id":"1","type":"frozen.done/1","at":0,"data":{}})").ok());
  const auto* deliveries = static_cast<const int*>(fixture_interface(
      host.folder.path("modules/frozen/libaksis_frozen.so"), "frozen.deliveries/1"));
  CHECK(*deliveries == 1);

  CHECK(people.key_faults() == 0);
  CHECK_THAT(json::dump(people.exported(person)), Contains(R"("frozen":{"notes":1})"));
  people.erase(person);
  int64_t notes = -1;
  REQUIRE(host.database
              ->read([&](storage::Transaction& tx) {
                return tx.query("SELECT COUNT(*) FROM frz_note", {},
                                [&](const storage::Row& row) -> Status {
                                  notes = row.integer(0);
                                  return {};
                                });
              })
              .ok());
  CHECK(notes == 0);

  const auto refused = host.run("frozen.refuses");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::conflict);
  CHECK(refused.error().message == "not today; try tomorrow");
  REQUIRE(refused.error().details.size() == 1);
  CHECK(refused.error().details[0].pointer == "/day");
}

TEST_CASE("an older host refuses a module that needs more, with a sentence") {
  const std::vector<std::string_view> older = {"aksis.log/1", "aksis.routes/1", "aksis.sql/1"};
  auto manifest = read_manifest(std::string(AKSIS_FIXTURES) + "/frozen");
  REQUIRE(manifest.ok());
  const auto resolution = resolve({*manifest}, older, false);
  CHECK(resolution.order.empty());
  REQUIRE(resolution.refused.contains(0));
  CHECK_THAT(resolution.refused.at(0), Contains("frozen 1.0.0 requires") &&
                                           Contains("aksis.events/1") &&
                                           Contains("does not offer") && !Contains("aksis.sql/1"));
}

TEST_CASE("a setting that does not fit the module's schema refuses the module by name") {
  TestHost host;
  host.folder.add_fixture("frozen", "modules/frozen");
  host.options.config = [](std::string_view) -> Result<std::string> {
    return std::string(R"({"limit":"many","colour":1})");
  };
  Stderr quiet;
  const auto loaded = host.load();
  REQUIRE_FALSE(loaded.ok());
  CHECK_THAT(loaded.error().message,
             Contains("[modules.frozen]") && Contains("/limit") && Contains("/colour"));
}
