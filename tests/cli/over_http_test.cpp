// Requests the served program refuses before anything is done: too large, too slow, of another
// kind. The limits are those of the configuration.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace aksis::test;

namespace {

// What the server answers to `bytes`, until it closes.
std::string answer(uint16_t port, const std::string& bytes) {
  const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
  const timeval patience{60, 0};
  ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(bytes.size()));
  std::string out;
  char block[4096];
  for (ssize_t got = 0; (got = ::recv(handle, block, sizeof block, 0)) > 0;)
    out.append(block, static_cast<size_t>(got));
  ::close(handle);
  return out;
}

}  // namespace

TEST_CASE("What is too large, too slow or of another kind is refused with a sentence") {
  const Folder folder;
  const auto data = folder.path("data");
  Served served(data, {"--set", "server.body_kib_max=64", "--set", "server.header_timeout_s=1"});
  const auto post = [&](const std::string& path, const std::string& fields) {
    return "POST /api/v1/" + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
           served.key() + "\r\n" + fields + "\r\n";
  };
  struct Case {
    std::string bytes;
    const char* status;
    const char* said;
  };
  const std::string json = "Content-Type: application/json\r\n", csv = "Content-Type: text/csv\r\n";
  for (const auto& [bytes, status, said] : std::vector<Case>{
           {post("people", json + "Content-Length: 100000\r\n"), " 413 ", "65536 bytes"},
           {post("imports/communes", csv + "Content-Length: 1000000000000\r\n"), " 413 ",
            "bytes taken here"},
           {post("people",
                 "Content-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n"),
            " 415 ", "application/json"},
           {"GET /livez HTTP/1.1\r\nHos", " 408 ", "did not come in time"}}) {
    const auto answered = answer(served.port(), bytes);
    INFO(bytes << "\n" << answered);
    CHECK_THAT(answered, Catch::StartsWith(std::string("HTTP/1.1") + status));
    CHECK_THAT(answered, Catch::Contains("\"detail\":\"") && Catch::Contains(said));
  }
  CHECK_THAT(run({"person", "list", "--json", "--data", data}).out,
             Catch::Contains("\"people\":[]"));
  CHECK(served.stop().code == 0);
}
