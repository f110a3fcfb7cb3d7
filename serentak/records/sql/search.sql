-- Full text in Indonesian. The worker follows the sealed log by position (records_follow) and writes a record's words again when
-- what it says changed; a filing writes none of this. Nothing of a sealed record and no personal field is here: personal fields
-- stand in no content or payload part, and a field of a type that is marked personal is left out once more.

-- Stems as PostgreSQL knows them, letters without their marks.
CREATE TEXT SEARCH CONFIGURATION records_words (COPY = pg_catalog.indonesian);
ALTER TEXT SEARCH CONFIGURATION records_words ALTER MAPPING FOR word, hword, hword_part WITH unaccent, indonesian_stem;

-- The words of a text in their order: small, without marks; not those that stand in every sentence.
CREATE OR REPLACE FUNCTION records_spelt(p text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(w ORDER BY n), '{}') FROM regexp_split_to_table(lower(unaccent(p)), '[^[:alnum:]]+') WITH ORDINALITY x(w, n)
   WHERE length(w) BETWEEN 1 AND 60 AND w <> ALL ('{ada,adalah,agar,akan,aku,anda,antara,apa,apabila,apakah,atas,atau,bagaimana,bagi,bahwa,banyak,beberapa,begitu,belum,
     berada,bila,bisa,boleh,bukan,cukup,dalam,dan,dapat,dari,daripada,demikian,dengan,di,dia,dimana,hal,hanya,harus,hingga,ia,ialah,ini,itu,jadi,jangan,
     jika,juga,kalau,kalian,kami,kapan,karena,ke,kepada,kenapa,ketika,kita,lagi,lah,lain,lalu,lebih,maka,masih,mau,melalui,menjadi,mengapa,mereka,mohon,
     namun,nya,oleh,pada,padahal,para,per,pernah,pula,pun,saat,saja,sampai,sana,sangat,saya,se,sebagai,sebelum,sebuah,sedang,sehingga,sejak,selain,
     selama,seorang,seperti,serta,sesudah,setelah,setiap,siapa,sini,situ,suatu,sudah,supaya,tapi,telah,tentang,terhadap,tersebut,tetapi,tiap,tidak,
     untuk,walau,yaitu,yakni,yang}'::text[]) $$;

-- What a record says in words: content and the answers of its acts, the newest first; of a place its landmark.
CREATE OR REPLACE FUNCTION records_texts(h records_record) RETURNS TABLE (title boolean, entry bigint, said text) LANGUAGE sql STABLE AS $$
  WITH type AS (SELECT convert_from(v.bytes, 'UTF8')::jsonb AS d FROM records_type_version v WHERE v.type = h.type AND v.version = h.type_version),
  field AS (SELECT f ->> 'id' AS id, f ->> 'kind' AS kind, n = min(n) FILTER (WHERE f ->> 'kind' = 'text' AND f ->> 'index' = 'text') OVER () AS title
    FROM type, jsonb_array_elements((d -> 'fields') || coalesce(d -> 'payload', '[]')) WITH ORDINALITY x(f, n)
    WHERE f ->> 'kind' IN ('text', 'long_text', 'place') AND NOT f ? 'personal'),
  part AS (SELECT e.id AS entry, p.kind, convert_from(p.bytes, 'UTF8')::jsonb AS d FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id
    WHERE e.subject = h.id AND (p.kind = 'payload' OR p.kind = 'content' AND p.entry = h.content_entry))
  SELECT f.title AND p.kind = 'content', p.entry, s.said FROM part p CROSS JOIN field f
    CROSS JOIN LATERAL (SELECT CASE f.kind WHEN 'place' THEN p.d -> f.id ->> 'landmark' ELSE p.d ->> f.id END) s(said)
   WHERE h.class <> 'sealed' AND s.said IS NOT NULL $$;

-- The place a record is about: the value of its type's first field of that kind.
CREATE OR REPLACE FUNCTION records_place(h records_record) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT records_content(h) -> (SELECT f ->> 'id' FROM records_type_version v, jsonb_array_elements(convert_from(v.bytes, 'UTF8')::jsonb -> 'fields')
    WITH ORDINALITY x(f, n) WHERE v.type = h.type AND v.version = h.type_version AND f ->> 'kind' = 'place' ORDER BY n LIMIT 1) $$;

-- Under what a record is found by those that are alike: its type and district, while it is open, in nobody's confidence and not aside.
CREATE OR REPLACE FUNCTION records_near(h records_record) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT h.type || ' ' || (records_place(h) ->> 'district') FROM records_type_version v WHERE v.type = h.type AND v.version = h.type_version
    AND h.closed IS NULL AND h.class IN ('public', 'internal') AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(convert_from(v.bytes, 'UTF8')::jsonb -> 'states') s WHERE s ->> 'id' = h.state AND (s ->> 'aside')::boolean) $$;

-- Reads on in the sealed log, at most so many entries, and writes the words of each record they are about; how many entries were
-- read, 0 at its end. Two at once wait for each other; read twice, an entry changes nothing.
CREATE OR REPLACE FUNCTION records_follow(p_most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_from bigint; v_to bigint;
BEGIN
  SELECT f.position INTO STRICT v_from FROM records_follower f FOR UPDATE;
  SELECT least(max(l.position) + 1, v_from + p_most) INTO v_to FROM ledger_leaf l;
  IF coalesce(v_to, 0) <= v_from THEN RETURN 0; END IF;
  WITH touched AS (SELECT DISTINCT e.subject FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry WHERE l.position >= v_from AND l.position < v_to),
  said AS MATERIALIZED (SELECT r.id, records_near(r) AS near, records_spelt(t.title) AS title, records_spelt(t.rest) AS rest
    FROM touched u JOIN records_record r ON r.id = u.subject AND r.class <> 'sealed' CROSS JOIN LATERAL (
      SELECT coalesce(string_agg(x.said, ' ') FILTER (WHERE x.title), '') AS title,
        left(coalesce(string_agg(x.said, ' ' ORDER BY x.entry DESC) FILTER (WHERE x.title IS NOT TRUE), ''), 200000) AS rest
        FROM records_texts(r) x) t),
  known AS (INSERT INTO records_word (word, lexeme)
    SELECT w, (tsvector_to_array(to_tsvector('records_words', w)))[1] FROM (SELECT DISTINCT unnest(title || rest) AS w FROM said) o
     WHERE w ~ '^[a-z]{3,40}$' ON CONFLICT DO NOTHING)
  INSERT INTO records_search AS o (record, near, words)
    SELECT id, near, setweight(to_tsvector('records_words', array_to_string(title, ' ')), 'A') || setweight(to_tsvector('records_words', array_to_string(rest, ' ')), 'B') FROM said
    ON CONFLICT (record) DO UPDATE SET words = EXCLUDED.words, near = EXCLUDED.near WHERE (o.words, o.near) IS DISTINCT FROM (EXCLUDED.words, EXCLUDED.near);
  UPDATE records_follower SET position = v_to;
  RETURN v_to - v_from;
END$$;

-- What was typed, as a query: every word must be there, in any of its forms; the last may be the beginning of one; one that no
-- record says stands for the three most like it. Null when nothing but words of every sentence was typed.
CREATE OR REPLACE FUNCTION records_query(p text) RETURNS tsquery
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_words text[] := (records_spelt(p))[1:12]; v_forms text[]; v_all text[] := '{}'; w text;
BEGIN
  FOREACH w IN ARRAY v_words LOOP
    v_forms := ARRAY(SELECT quote_literal(f) FROM unnest(tsvector_to_array(to_tsvector('records_words', w))) f);
    IF w = v_words[array_upper(v_words, 1)] AND length(w) > 2 THEN
      v_forms := v_forms || (quote_literal(w) || ':*')
        || ARRAY(SELECT DISTINCT quote_literal(k.lexeme) FROM (SELECT lexeme FROM records_word WHERE word LIKE w || '%' LIMIT 100) k);
    END IF;
    IF w ~ '^[a-z]{4,40}$' AND NOT EXISTS (SELECT 1 FROM records_word k WHERE k.word = w) AND cardinality(v_forms) < 3 THEN
      v_forms := v_forms || ARRAY(SELECT quote_literal(k.lexeme) FROM records_word k WHERE k.word % w ORDER BY similarity(k.word, w) DESC, k.word LIMIT 3);
    END IF;
    v_all := v_all || ('(' || array_to_string(v_forms, ' | ') || ')');
  END LOOP;
  RETURN nullif(array_to_string(v_all, ' & '), '')::tsquery;
END$$;

-- Open records of this type that are about the same: the same district, since then, and half of the words of the title (two at least), or
-- one of them within about a hundred metres. Of the newest 300 there; at most three. It gives no more than a record's place and day, to
-- anybody: which record it is, only a post that sees it learns from its header.
CREATE OR REPLACE FUNCTION records_alike(p_type text, p_title text, p_place jsonb, p_since timestamptz, p_not uuid)
RETURNS TABLE (record uuid, place jsonb, opened timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE v_words text[] := tsvector_to_array(to_tsvector('records_words', array_to_string((records_spelt(p_title))[1:30], ' ')));
BEGIN
  RETURN QUERY SELECT r.id, q.place - '{lat,lon,landmark}'::text[], r.opened
    FROM (SELECT s.record, s.words FROM records_search s WHERE s.near = concat(p_type, ' ', p_place ->> 'district')
      ORDER BY s.record DESC LIMIT 300) s
    CROSS JOIN LATERAL (SELECT count(*) AS shared FROM unnest(tsvector_to_array(ts_filter(s.words, '{a}'))) x WHERE x = ANY (v_words)) w
    JOIN records_record r ON r.id = s.record CROSS JOIN LATERAL (SELECT records_place(r) AS place) q
   WHERE w.shared > 0 AND r.opened >= p_since AND r.id IS DISTINCT FROM p_not AND (w.shared >= greatest(2, (cardinality(v_words) + 1) / 2)
     OR abs((q.place ->> 'lat')::bigint - (p_place ->> 'lat')::bigint) < 1000 AND abs((q.place ->> 'lon')::bigint - (p_place ->> 'lon')::bigint) < 1000)
   ORDER BY w.shared DESC, r.id DESC LIMIT 3;
END$$;

-- What these records say, of those in which this actor takes part; with a query also the title and a piece of the rest, what was
-- found between the signs 2 and 3.
CREATE OR REPLACE FUNCTION records_contents(p_credential text, p_secret bytea, p_holding bigint, p_records uuid[], p_query tsquery)
RETURNS TABLE (record uuid, content jsonb, title text, piece text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(records_actor(p_credential, p_secret, p_holding, NULL));
  v_marks text := format('StartSel="%s", StopSel="%s"', chr(2), chr(3));
BEGIN
  RETURN QUERY SELECT r.id, records_content(r), t.title, t.piece FROM records_record r LEFT JOIN LATERAL (
      SELECT ts_headline('records_words', string_agg(x.said, ' ') FILTER (WHERE x.title), p_query, v_marks || ', HighlightAll=true') AS title,
        ts_headline('records_words', string_agg(x.said, ' ' ORDER BY x.entry) FILTER (WHERE x.title IS NOT TRUE), p_query, v_marks || ', MaxWords=22, MinWords=10') AS piece
        FROM records_texts(r) x) t ON p_query IS NOT NULL
     WHERE r.id = ANY (p_records) AND records_is_party(r.id, a);
END$$;

-- A list is taken away as a file: that is noted beside the readings of personal data, of no record, once an hour.
CREATE OR REPLACE FUNCTION records_take_away(p_secret bytea, p_holding bigint, p_moment text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_actor := agencies_known(agencies_session(p_secret, p_holding));
BEGIN
  PERFORM pg_current_xact_id();  -- before the row's id is drawn
  INSERT INTO ledger_access (moment, person, record, purpose, holding)
    VALUES (date_trunc('hour', ledger_clock(p_moment), 'UTC'), a.person, '00000000-0000-0000-0000-000000000000', 'export', a.holding) ON CONFLICT DO NOTHING;
END$$;

INSERT INTO records_follower (single, position) VALUES (true, 0) ON CONFLICT DO NOTHING;
GRANT SELECT ON records_search, records_follower TO serentak_web;
GRANT EXECUTE ON FUNCTION records_alike(text, text, jsonb, timestamptz, uuid), records_query(text), records_contents(text, bytea, bigint, uuid[], tsquery), records_take_away(bytea, bigint, text) TO serentak_web;
GRANT EXECUTE ON FUNCTION records_follow(int) TO serentak_worker;
