//! Writers that share a commit: each for itself, and nobody told too early.

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use nuandong::storage::{self, StorageError, Tx, jobs};

use crate::support::{App, on_both};

async fn write(app: &App, tx: &mut Tx, name: &str) {
    jobs::set_heartbeat(tx, name, app.portal.clock.now()).await.unwrap();
}

async fn is_there(app: &App, name: &str) -> bool {
    jobs::find_heartbeat(&app.portal.db, name).await.unwrap().is_some()
}

/// One who has written and waits to be committed, and the next, who has begun to write.
async fn one_and_the_next(app: &App) -> (BoxFuture<'static, storage::Result<()>>, Tx) {
    let mut one = app.portal.db.begin_shared().await.unwrap();
    write(app, &mut one, "one").await;
    let mut next = Box::pin(app.portal.db.begin_shared());
    assert!((&mut next).now_or_never().is_none(), "it waits for its turn");
    let mut done = one.commit().boxed();
    let next = tokio::select! {
        next = &mut next => next.unwrap(),
        done = &mut done => panic!("told too early: {done:?}"),
    };
    (done, next)
}

/// Makes SQLite give up everything that stands in a transaction, as a full disk does.
async fn fill_the_disk(tx: &mut Tx) {
    let Tx::Sqlite(tx) = tx else { panic!("not SQLite") };
    let twice = "INSERT OR ROLLBACK INTO heartbeat (name, at) VALUES ('twice', ''), ('twice', '')";
    sqlx::query(twice).execute(&mut **tx).await.unwrap_err();
}

/// Commits in SQLite's journal of changes: each ends with a frame that holds the size of the database.
fn commits(app: &App) -> usize {
    let journal = std::fs::read(app.dir.path().join("nuandong.sqlite-wal")).unwrap();
    let page = u32::from_be_bytes(journal[8..12].try_into().unwrap()) as usize;
    let salt = &journal[16..24];
    let frames = journal[32..].chunks_exact(24 + page).take_while(|frame| &frame[8..16] == salt);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

on_both! {
    async fn what_one_gives_up_leaves_the_others(app: App) {
        let app = &app;
        let writers = (0..40).map(|n| async move {
            let mut tx = app.portal.db.begin_shared().await.unwrap();
            write(app, &mut tx, &format!("writer {n}")).await;
            if n % 3 > 0 {
                tx.commit().await.unwrap();
                assert!(is_there(app, &format!("writer {n}")).await, "{n} was told that it is there");
            }
        });
        join_all(writers).await;
        // Whoever writes alone comes after all of them.
        app.portal.db.begin().await.unwrap().commit().await.unwrap();
        for n in 0..40 {
            assert_eq!(is_there(app, &format!("writer {n}")).await, n % 3 > 0, "{n}");
        }
    }

    async fn those_who_write_alone_and_together_all_get_their_turn(app: App) {
        let app = &app;
        let writers = (0..60).map(|n| async move {
            let begun = if n % 4 == 0 { app.portal.db.begin().await } else { app.portal.db.begin_shared().await };
            let mut tx = begun.unwrap();
            write(app, &mut tx, &format!("writer {n}")).await;
            tx.commit().await.unwrap();
        });
        join_all(writers).await;
        for n in 0..60 {
            assert!(is_there(app, &format!("writer {n}")).await, "{n}");
        }
    }
}

#[tokio::test]
async fn many_at_once_share_a_few_commits() {
    let app = App::sqlite().await;
    let app = &app;
    app.portal.db.forget_past().await.unwrap();
    let writers = |shared: bool| {
        (0..32).map(move |n| async move {
            let begun = if shared { app.portal.db.begin_shared().await } else { app.portal.db.begin().await };
            let mut tx = begun.unwrap();
            write(app, &mut tx, &format!("{shared} {n}")).await;
            tx.commit().await.unwrap();
        })
    };
    join_all(writers(false)).await;
    let alone = commits(app);
    join_all(writers(true)).await;
    let together = commits(app) - alone;
    assert_eq!(alone, 32, "this is how commits are counted");
    assert!(together <= 3, "{together} commits for 32 who wrote at once");
}

#[tokio::test]
async fn nobody_is_told_before_it_is_there_to_stay() {
    let app = App::sqlite().await;
    let (mut done, mut next) = one_and_the_next(&app).await;
    write(&app, &mut next, "next").await;
    assert!((&mut done).now_or_never().is_none());
    assert!(!is_there(&app, "one").await);
    // The next one gives up; what the first wrote stays, and is there when that is over.
    next.give_up().await;
    assert_eq!((is_there(&app, "one").await, is_there(&app, "next").await), (true, false));
    done.await.unwrap();
}

#[tokio::test]
async fn who_does_not_wait_for_the_answer_keeps_nobody_waiting() {
    let app = App::sqlite().await;
    let mut one = app.portal.db.begin_shared().await.unwrap();
    write(&app, &mut one, "one").await;
    let mut next = Box::pin(app.portal.db.begin_shared());
    assert!((&mut next).now_or_never().is_none());
    let mut done = Box::pin(one.commit());
    assert!((&mut done).now_or_never().is_none());
    // It is passed on to the next.
    tokio::task::yield_now().await;
    assert!(!is_there(&app, "one").await);
    // A connection is cut, then the other one.
    drop(done);
    drop(next);
    app.portal.db.begin().await.unwrap().commit().await.unwrap();
    assert!(is_there(&app, "one").await);
    let mut last = app.portal.db.begin_shared().await.unwrap();
    write(&app, &mut last, "last").await;
    last.commit().await.unwrap();
    assert!(is_there(&app, "last").await);
}

#[tokio::test]
async fn when_sqlite_gives_up_everything_everybody_is_told() {
    for ends in ["gives up", "goes on"] {
        let app = App::sqlite().await;
        let (done, mut next) = one_and_the_next(&app).await;
        fill_the_disk(&mut next).await;
        if ends == "gives up" {
            drop(next);
        } else {
            assert!(matches!(next.commit().await, Err(StorageError::Commit(_))));
        }
        assert!(matches!(done.await, Err(StorageError::Commit(_))), "{ends}");
        assert!(!is_there(&app, "one").await, "{ends}");
        let mut last = app.portal.db.begin_shared().await.unwrap();
        write(&app, &mut last, "last").await;
        last.commit().await.unwrap();
        assert!(is_there(&app, "last").await, "{ends}: others write on");
    }
}

#[tokio::test]
async fn after_a_full_disk_others_write_on() {
    let app = App::sqlite().await;
    let mut tx = app.portal.db.begin().await.unwrap();
    fill_the_disk(&mut tx).await;
    drop(tx);
    let mut next = app.portal.db.begin().await.unwrap();
    write(&app, &mut next, "next").await;
    next.commit().await.unwrap();
    assert!(is_there(&app, "next").await);
}
