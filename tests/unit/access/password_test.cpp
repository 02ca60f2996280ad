#include <openssl/sha.h>

#include <fstream>
#include <latch>
#include <random>

#include "../operations/told.hpp"
#include "access/password_rules.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

std::string sha1(const std::string& text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string out;
  for (const auto byte : digest) out += fmt::format("{:02X}", byte);
  return out;
}

const PasswordOwner kOwner{"d.exemple", "Dominique Exemple", "dominique@mission.example",
                           "Agence de Brest Ouest"};

bool allowed(const std::string& password, const std::string& file = "") {
  return check_password(password, kOwner, BreachedPasswords(file), "/password").ok();
}

}  // namespace

TEST_CASE("passwords are long, not about their owner and not quickly guessed") {
  CHECK(allowed("quatre girafes lisent tard"));
  CHECK(allowed("Xk7#pQ9z!mVt"));
  CHECK(allowed("ééééé ouragan bleuté"));
  CHECK(allowed("只有我知道的那句很长的话"));
  CHECK_FALSE(allowed("Xk7#pQ9z!mV"));
  CHECK_FALSE(allowed("ééééééé"));  // seven characters, fourteen bytes
  CHECK(allowed("quatre girafes lisent " + std::string(234, 'x')));
  CHECK_FALSE(allowed("quatre girafes lisent " + std::string(235, 'x')));
  for (const auto* bad :
       {"motdepasse123", "azertyuiop123", "passwordpassword", "123456789012", "aaaaaaaaaaaaaa",
        "qwertyuiopasdf", "bonjourbonjour1", "Dominique-2026!x", "exemple ouragan vert",
        "Brest ouragan vert", "aksis ouragan vert", "France Travail 29!x", "abcdefghijklmnop"})
    CHECK_FALSE(allowed(bad));
}

TEST_CASE("a refused password says why and what to do, in two languages, at its place") {
  std::set<std::string> sentences;
  for (const auto* bad : {"short", "Dominique-2026!x", "motdepasse123"}) {
    const auto refused = check_password(bad, kOwner, BreachedPasswords(""), "/password");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Code::invalid);
    REQUIRE(refused.error().details.size() == 1);
    CHECK(refused.error().details[0].pointer == "/password");
    check_told(
        [&](const char* language) -> Status { return in_language(refused.error(), language); });
    sentences.insert(refused.error().message);
  }
  CHECK(sentences.size() == 3);
}

TEST_CASE("the same password from two keyboards is the same") {
  CHECK(normalise_password("caf\xC3\xA9") == normalise_password("cafe\xCC\x81"));
  CHECK(normalise_password("caf\xC3\xA9") != normalise_password("cafe"));
  CHECK(normalise_password("\xFF\xFE") == "");
}

TEST_CASE("a password of the file of leaks is found wherever it stands, others are not") {
  storage::Scratch scratch;
  std::mt19937 random(7);
  for (const size_t lines : {1U, 2U, 3U, 100U, 1000U})
    for (const auto* end : {"\n", "\r\n"}) {
      std::vector<std::string> passwords, rows;
      for (size_t i = 0; i < lines; ++i) {
        passwords.push_back(fmt::format("leaked password {} {}", lines, i));
        rows.push_back(fmt::format("{}:{}", sha1(passwords.back()), random() % 10'000'000));
      }
      std::sort(rows.begin(), rows.end());
      const auto path = scratch.path("breached");
      std::ofstream file(path, std::ios::binary);
      for (const auto& row : rows) file << row << end;
      file.close();
      const BreachedPasswords breached(path);
      REQUIRE_OK(breached.check_file());
      for (const auto& password : passwords) {
        INFO(lines << " " << password);
        auto found = breached.contains(password);
        REQUIRE_OK(found);
        REQUIRE(*found);
        REQUIRE(*breached.contains(password + "!") == false);
      }
      CHECK_FALSE(allowed(passwords[0], path));
      CHECK(allowed(passwords[0] + "!?", path));
    }
}

TEST_CASE("a file that is no list of hashes in order is refused at start") {
  storage::Scratch scratch;
  const auto refused = [&](const std::string& content) {
    const auto path = scratch.path("breached");
    std::ofstream(path, std::ios::binary) << content;
    return !BreachedPasswords(path).check_file().ok();
  };
  CHECK(refused(""));
  CHECK(refused("hello\nworld\n"));
  CHECK(refused(std::string(40, 'F') + ":1\n" + std::string(40, '0') + ":1\n"));
  CHECK_FALSE(refused(std::string(40, '0') + ":1\n" + std::string(40, 'F') + ":1\n"));
  CHECK_FALSE(BreachedPasswords(scratch.path("absent")).check_file().ok());
}

TEST_CASE("the pool hashes with the parameters asked for and refuses what it cannot hold") {
  PasswordPool pool({.threads = 1, .queue_max = 2, .cost = {}});
  auto hash = pool.hash(kPassword);
  REQUIRE_OK(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
  CHECK(*pool.verify(*hash, kPassword));
  CHECK_FALSE(*pool.verify(*hash, "another one"));
  CHECK_FALSE(*pool.verify("", kPassword));
  CHECK_FALSE(*pool.verify(pool.decoy(), kPassword));
  CHECK(*hash != *pool.hash(kPassword));
  constexpr int kAtOnce = 12;
  std::atomic<int> done = 0, busy = 0;
  std::latch start(kAtOnce);
  std::vector<std::thread> threads;
  for (int i = 0; i < kAtOnce; ++i)
    threads.emplace_back([&] {
      start.arrive_and_wait();
      const auto answer = pool.verify(*hash, kPassword);
      if (answer.ok()) ++done;
      if (!answer.ok() && answer.error().code == Code::busy) ++busy;
    });
  for (auto& thread : threads) thread.join();
  CHECK(done + busy == kAtOnce);
  CHECK(done >= 2);
  CHECK(busy >= 1);
  CHECK(*pool.verify(*hash, kPassword));
}

TEST_CASE("hashes of weaker parameters are made anew as their owner signs in") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  const auto weak = [&] {
    return bench.count("SELECT COUNT(*) FROM core_password WHERE hash LIKE '%m=64,%'");
  };
  CHECK(weak() == 1);
  bench.settings.passwords.cost.memory_bytes = 128UL * 1024;
  bench.start();
  Browser browser{bench};
  CHECK(browser.password("ana", "not the right one").code() == Code::unauthenticated);
  CHECK(weak() == 1);
  REQUIRE_OK(browser.password("ana").status);
  CHECK(weak() == 0);
  ana.sign_in(browser);
}

TEST_CASE("a password changes with the old one and fresh factors, and others are signed out") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser here{bench}, there{bench};
  ana.sign_in(here);
  ana.sign_in(there);
  const auto change = [&](const std::string& old, const std::string& wanted) {
    return here.call("session.password", fmt::format(R"({{"old":"{}","new":"{}"}})", old, wanted));
  };
  const std::string wanted = "cinq loutres dansent dehors";
  CHECK(change("not the old one", wanted).code() == Code::unauthenticated);
  const auto refused = change(kPassword, "short");
  CHECK(refused.code() == Code::invalid);
  CHECK(refused.status.error().details.at(0).pointer == "/new");
  CHECK(there.signed_in());
  const auto before = here.session;
  REQUIRE_OK(change(kPassword, wanted).status);
  CHECK(here.session != before);
  CHECK(here.signed_in());
  CHECK_FALSE(there.signed_in());
  Browser again{bench};
  CHECK(again.password("ana").code() == Code::unauthenticated);
  CHECK(again.password("ana", wanted).status.ok());
  bench.clock.at += kFresh + 1;
  CHECK(change(wanted, "six hiboux comptent juste").code() == Code::forbidden);
}
