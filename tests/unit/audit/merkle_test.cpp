// Against a tree computed by the definition of RFC 6962, 2.1: slow, and plainly right.
#include "audit/merkle.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace aksis;
using namespace aksis::audit;

namespace {

Hash by_definition(const std::vector<Hash>& leaves, size_t first, size_t last) {
  if (last - first == 1) return leaves[first];
  size_t k = 1;
  while (k * 2 < last - first) k *= 2;
  return node_hash(by_definition(leaves, first, first + k), by_definition(leaves, first + k, last));
}

struct Tree {
  std::vector<Hash> leaves;
  std::map<std::pair<int, int64_t>, Hash> nodes;
  Frontier frontier;

  void grow(size_t size) {
    while (leaves.size() < size) {
      leaves.push_back(leaf_hash("entry " + std::to_string(leaves.size())));
      REQUIRE(frontier
                  .push(leaves.back(),
                        [&](int level, int64_t index, const Hash& hash) -> Status {
                          nodes[{level, index}] = hash;
                          return {};
                        })
                  .ok());
    }
  }
  ReadLevel reader() {
    return [this](int level, int64_t first, int64_t count) -> Result<std::vector<Hash>> {
      std::vector<Hash> out;
      for (int64_t i = first; i < first + count; ++i)
        out.push_back(level ? nodes.at({level, i}) : leaves.at(static_cast<size_t>(i)));
      return out;
    };
  }
};

Hash flipped(Hash hash, size_t bit) {
  hash[bit / 8 % hash.size()] ^= static_cast<unsigned char>(1 << (bit % 8));
  return hash;
}

}  // namespace

TEST_CASE("known answers of RFC 6962's tree") {
  CHECK(to_hex(bytes_of(Frontier().root())) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(bytes_of(leaf_hash(""))) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("the frontier's root is the definition's at every size, and survives its bytes") {
  Tree tree;
  for (size_t size = 1; size <= 700; ++size) {
    tree.grow(size);
    const auto again = Frontier::parse(tree.frontier.size(), tree.frontier.bytes());
    REQUIRE(again);
    REQUIRE(tree.frontier.root() == by_definition(tree.leaves, 0, size));
    REQUIRE(again->root() == tree.frontier.root());
    CHECK_FALSE(Frontier::parse(tree.frontier.size() + 2, tree.frontier.bytes() + "x"));
  }
}

TEST_CASE("proofs hold for what they prove and for nothing else") {
  Tree tree;
  tree.grow(1400);
  const auto read = tree.reader();
  std::mt19937 random(20261126);
  const auto draw = [&](size_t below) { return static_cast<int64_t>(random() % below); };
  for (int turn = 0; turn < 400; ++turn) {
    const int64_t size = 1 + draw(turn < 100 ? 40 : 1400);
    const int64_t index = draw(static_cast<size_t>(size)), from = 1 + draw(size_t(size));
    const auto root = by_definition(tree.leaves, 0, size_t(size));
    const auto from_root = by_definition(tree.leaves, 0, size_t(from));
    REQUIRE(*root_at(read, size) == root);
    const auto& leaf = tree.leaves[size_t(index)];
    auto path = *inclusion_proof(read, index, size);
    CHECK(proves_inclusion(leaf, index, size, path, root));
    CHECK_FALSE(proves_inclusion(flipped(leaf, random()), index, size, path, root));
    CHECK_FALSE(proves_inclusion(leaf, index, size, path, flipped(root, random())));
    if (size > 1) CHECK_FALSE(proves_inclusion(leaf, (index + 1) % size, size, path, root));
    auto proof = *consistency_proof(read, from, size);
    CHECK(proves_consistency(from, from_root, size, root, proof));
    CHECK_FALSE(proves_consistency(from, flipped(from_root, random()), size, root, proof));
    CHECK_FALSE(proves_consistency(from, from_root, size, flipped(root, random()), proof));
    for (auto* hashes : {&path, &proof}) {
      if (hashes->empty()) continue;
      auto& one = (*hashes)[size_t(draw(hashes->size()))];
      one = flipped(one, random());
    }
    if (!path.empty()) CHECK_FALSE(proves_inclusion(leaf, index, size, path, root));
    if (!proof.empty()) CHECK_FALSE(proves_consistency(from, from_root, size, root, proof));
    path.push_back(root);
    proof.push_back(root);
    CHECK_FALSE(proves_inclusion(leaf, index, size, path, root));
    CHECK_FALSE(proves_consistency(from, from_root, size, root, proof));
  }
  CHECK_FALSE(inclusion_proof(read, 5, 5).ok());
  CHECK_FALSE(consistency_proof(read, 0, 5).ok());
  CHECK_FALSE(consistency_proof(read, 6, 5).ok());
}

TEST_CASE("one value has one base64") {
  CHECK(from_base64("AQI=") == std::string("\x01\x02"));
  CHECK_FALSE(from_base64("AQJ="));  // stray bits
  CHECK_FALSE(from_base64("AQI"));
}
